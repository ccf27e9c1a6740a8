import type { TritonConfig, TritonTensor } from '../model-repository/triton-config.ts';
import { type Datatype, datatypeConfigured } from './datatypes.ts';

/** What a model takes and gives, as requests are checked against it. */
export interface ModelSignature {
  readonly name: string;
  /** 0: no batch dimension. */
  readonly maxBatchSize: number;
  readonly inputs: readonly TritonTensor[];
  readonly outputs: readonly TritonTensor[];
  /** Some input has a dimension of any size, so requests may differ in shape. */
  readonly hasOpenInputs: boolean;
  datatypeOf(tensor: TritonTensor): Datatype;
}

/** Throws an Error when a tensor is of a type that cannot be computed with. */
export function modelSignature(config: TritonConfig): ModelSignature {
  const datatypes = new Map<TritonTensor, Datatype>();
  for (const tensor of [...config.input, ...config.output]) {
    const datatype = datatypeConfigured(tensor.data_type);
    if (!datatype) throw new Error(`"${tensor.name}" is of type ${tensor.data_type}`);
    datatypes.set(tensor, datatype);
  }
  return {
    name: config.name,
    maxBatchSize: config.max_batch_size,
    inputs: config.input,
    outputs: config.output,
    hasOpenInputs: config.input.some(({ dims, optional }) => dims.includes(-1) || optional),
    datatypeOf: (tensor) => datatypes.get(tensor) as Datatype,
  };
}

/** A tensor's shape to the outside: the batch dimension, where there is one, is of any size. */
export function wholeShape(maxBatchSize: number, dims: readonly number[]): readonly number[] {
  return maxBatchSize > 0 ? [-1, ...dims] : dims;
}
