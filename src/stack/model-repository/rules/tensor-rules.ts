import type { Finding } from '../finding.ts';
import type { RepositoryModel } from '../repository-model.ts';
import type { TritonTensor } from '../triton-config.ts';
import { configFinding, type Rule } from './rule.ts';

/** Every tensor has a name of its own, a type, and dimensions that are a size or -1. */
export const tensorsRule: Rule = (model, config) => [
  ...tensorFindings(model, 'input', config.input),
  ...tensorFindings(model, 'output', config.output),
];

function tensorFindings(
  model: RepositoryModel,
  list: 'input' | 'output',
  tensors: readonly TritonTensor[],
): Finding[] {
  return tensors.flatMap((tensor, index) => {
    const isSecond = tensors.findIndex(({ name }) => name === tensor.name) < index;
    return mistakesOf(tensor, isSecond).map(({ field, message, mend }) =>
      configFinding(
        model,
        `${list}.${index}.${field}`,
        `${list} "${tensor.name}" ${message}`,
        mend,
      ),
    );
  });
}

interface TensorMistake {
  readonly field: string;
  readonly message: string;
  readonly mend: string;
}

function mistakesOf(tensor: TritonTensor, isSecond: boolean): TensorMistake[] {
  const mistakes: TensorMistake[] = [];
  const add = (field: string, message: string, mend: string) =>
    mistakes.push({ field, message, mend });
  if (tensor.name === '') add('name', 'has no name', 'add name: "…"');
  if (isSecond) add('name', 'is listed twice', 'remove one of the two');
  if (tensor.data_type === 'TYPE_INVALID') {
    add('data_type', 'has no data_type', 'add data_type: TYPE_FP32 or another type');
  }
  if (tensor.dims.length === 0) add('dims', 'has no dims', 'add dims: [ … ], -1 for any size');
  if (tensor.dims.some((dim) => dim !== -1 && dim < 1)) {
    add('dims', `has dims [${tensor.dims}]`, 'each must be at least 1, or -1 for any size');
  }
  if (tensor.reshape && !sameSize(tensor.dims, tensor.reshape.shape)) {
    const shape = tensor.reshape.shape;
    add(
      'reshape',
      `has dims [${tensor.dims}] and reshape [${shape}]`,
      'give both as many elements',
    );
  }
  return mistakes;
}

/** As many elements, as far as they are known: the same product, and as many dimensions of any size. */
function sameSize(a: readonly number[], b: readonly number[]): boolean {
  const elements = (dims: readonly number[]) => dims.reduce((product, dim) => product * dim, 1);
  const open = (dims: readonly number[]) => dims.filter((dim) => dim === -1).length;
  return open(a) === open(b) && Math.abs(elements(a)) === Math.abs(elements(b));
}
