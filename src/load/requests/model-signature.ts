import { BenchError } from '../../contract/bench-error.ts';
import type { ModelConfig, ModelMetadata, TensorMetadata } from '../../contract/measurements.ts';
import { nearestName } from '../../contract/nearest-name.ts';
import { DATATYPES, type Datatype, elementBytes, isDatatype } from './tensor-codec.ts';

/** Past this nothing is sure to take a request: gRPC ends at 2 GiB, buffers in Node soon after. */
const LARGEST_REQUEST_BYTES = 1024 * 1024 * 1024;

/** One input of every request. */
export interface InputTensor {
  readonly name: string;
  readonly datatype: Datatype;
  /** As sent: with the batch dimension where the model batches; nothing left open. */
  readonly shape: readonly number[];
  /** Elements of one inference; a request has this times the batch size. */
  readonly elements: number;
}

/** One output of every answer. */
export interface OutputTensor {
  readonly name: string;
  readonly datatype: Datatype;
  /** With the batch dimension; -1 where any size is fine. */
  readonly shape: readonly number[];
}

/** What a request to a model looks like. */
export interface ModelSignature {
  readonly modelName: string;
  /** null: the server's choice. */
  readonly modelVersion: string | null;
  readonly batchSize: number;
  readonly inputs: readonly InputTensor[];
  readonly outputs: readonly OutputTensor[];
}

export interface SignatureOptions {
  readonly batchSize: number;
  readonly modelVersion?: string | undefined;
  /** Shapes of inputs by name, without the batch dimension. */
  readonly shapes?: Readonly<Record<string, readonly number[]>> | undefined;
}

/**
 * Metadata and configuration → the tensors of a request. Raises a BenchError 'model-unsuitable' with
 * the reason when the model cannot be loaded with independent requests of one answer each.
 */
export function modelSignature(
  metadata: ModelMetadata,
  config: ModelConfig,
  options: SignatureOptions,
): ModelSignature {
  const { batchSize, shapes = {} } = options;
  refuseUnlikeModels(metadata.name, config, batchSize);
  refuseUnknownShapes(metadata, shapes);
  const batches = config.maxBatchSize > 0;
  const inputs = metadata.inputs.map((tensor) => {
    // An input may be called "constructor", which every object has.
    const given = Object.hasOwn(shapes, tensor.name) ? shapes[tensor.name] : undefined;
    const shape = closedShape(metadata.name, tensor, batches, given);
    return {
      name: tensor.name,
      datatype: datatypeOf(metadata.name, tensor),
      shape: batches ? [batchSize, ...shape] : shape,
      elements: shape.reduce((product, size) => product * size, 1),
    };
  });
  refuseGiants(inputs, batchSize);
  return {
    modelName: metadata.name,
    modelVersion: options.modelVersion ?? null,
    batchSize,
    inputs,
    outputs: metadata.outputs.map((tensor) => ({
      name: tensor.name,
      datatype: datatypeOf(metadata.name, tensor),
      shape: batches ? [batchSize, ...tensor.shape.slice(1)] : tensor.shape,
    })),
  };
}

function unsuitable(message: string, hint: string): BenchError {
  return new BenchError('model-unsuitable', message, { hint });
}

function refuseUnlikeModels(name: string, config: ModelConfig, batchSize: number): void {
  if (config.decoupled) {
    throw unsuitable(
      `model "${name}" is decoupled: one request may have any number of answers`,
      'a latency per request needs one answer to each; name another model with --model',
    );
  }
  if (config.sequenceBatching) {
    throw unsuitable(
      `model "${name}" takes sequences: its requests belong together and have an order`,
      'requests are sent here independently of each other; name another model with --model',
    );
  }
  const most = Math.max(1, config.maxBatchSize);
  if (batchSize <= most) return;
  throw unsuitable(
    `--batch-size ${batchSize} is more than model "${name}" takes: its max_batch_size is ${config.maxBatchSize}`,
    config.maxBatchSize > 0
      ? `take at most ${most}, or raise max_batch_size in its config.pbtxt`
      : 'it has no batch dimension of its own; leave --batch-size out',
  );
}

function refuseGiants(inputs: readonly InputTensor[], batchSize: number): void {
  const bytes = inputs.reduce(
    (sum, { datatype, elements }) => sum + elements * batchSize * (elementBytes(datatype) ?? 4),
    0,
  );
  if (bytes <= LARGEST_REQUEST_BYTES) return;
  throw unsuitable(
    `one request of batch size ${batchSize} has ${bytes} bytes, more than 1 GiB`,
    'take a smaller --batch-size or --shape',
  );
}

function refuseUnknownShapes(
  metadata: ModelMetadata,
  shapes: Readonly<Record<string, readonly number[]>>,
): void {
  const names = metadata.inputs.map((tensor) => tensor.name);
  for (const name of Object.keys(shapes)) {
    if (names.includes(name)) continue;
    const nearest = nearestName(name, names);
    const meant = nearest === undefined ? '' : `did you mean "${nearest}"? `;
    throw unsuitable(
      `--shape names input "${name}", which model "${metadata.name}" does not have`,
      `${meant}its inputs: ${names.join(', ')}`,
    );
  }
}

function datatypeOf(model: string, { name, datatype }: TensorMetadata): Datatype {
  if (isDatatype(datatype)) return datatype;
  const known = `known are ${DATATYPES.join(', ')}`;
  throw unsuitable(`tensor "${name}" of model "${model}" has the datatype "${datatype}"`, known);
}

/** The shape of one inference with every open dimension filled from `--shape`. */
function closedShape(
  model: string,
  tensor: TensorMetadata,
  batches: boolean,
  given: readonly number[] | undefined,
): readonly number[] {
  const declared = batches ? tensor.shape.slice(1) : tensor.shape;
  const shape = given ?? declared;
  const fits =
    shape.length === declared.length &&
    declared.every((size, axis) => size < 0 || size === shape[axis]);
  if (!fits) {
    throw unsuitable(
      `--shape ${tensor.name}:${shape.join(',')} does not fit model "${model}": input "${tensor.name}" is [${declared.join(',')}]`,
      'only dimensions that are -1 are free; the batch dimension is left out',
    );
  }
  if (shape.every((size) => size >= 0)) return shape;
  const example = declared.map((size) => (size < 0 ? 16 : size)).join(',');
  throw unsuitable(
    `input "${tensor.name}" of model "${model}" has dimensions of any size: [${declared.join(',')}]`,
    `choose them, for instance --shape ${tensor.name}:${example}`,
  );
}
