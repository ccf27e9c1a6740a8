import type { TritonTensor } from '../model-repository/triton-config.ts';
import type { CheckedRequest } from './check-request.ts';
import type { AnswerTensor } from './inference-request.ts';
import type { ExecutionTensor, ModelSession, OutputTensor } from './model-session.ts';
import type { ModelSignature } from './model-signature.ts';
import type { ExecutionTimes } from './model-statistics.ts';
import { Refusal } from './refusal.ts';

/** Memory that the inputs of batches are put together in, used again and again; one for each input. */
export type BatchBuffers = Uint8Array[];

/** The answers of one execution, request by request, each with all outputs of the model. */
export interface Execution {
  readonly answers: readonly (readonly AnswerTensor[])[];
  readonly times: ExecutionTimes;
}

/**
 * Executes requests of equal shapes as one batch. Rejects when the model fails or does not give what
 * its configuration promises.
 */
export async function executeBatch(
  model: ModelSignature,
  session: ModelSession,
  requests: readonly CheckedRequest[],
  buffers: BatchBuffers,
  nowNs: () => number,
): Promise<Execution> {
  const startNs = nowNs();
  const inputs = gatherInputs(model, requests, buffers);
  const inputEndNs = nowNs();
  const outputs = await session.run(inputs);
  const outputStartNs = nowNs();
  const answers = scatterOutputs(model, requests, outputs);
  return { answers, times: { startNs, inputEndNs, outputStartNs, endNs: nowNs() } };
}

function gatherInputs(
  model: ModelSignature,
  requests: readonly CheckedRequest[],
  buffers: BatchBuffers,
): Map<string, ExecutionTensor> {
  const gathered = new Map<string, ExecutionTensor>();
  for (const [index, config] of model.inputs.entries()) {
    const first = requests[0]?.inputs[index];
    if (!first) continue;
    const datatype = model.datatypeOf(config);
    const shape = [...first.shape];
    if (model.maxBatchSize > 0) shape[0] = totalBatch(requests);
    gathered.set(config.name, { datatype, shape, bytes: joined(requests, index, buffers) });
  }
  return gathered;
}

function totalBatch(requests: readonly CheckedRequest[]): number {
  let total = 0;
  for (const { batchSize } of requests) total += Math.max(1, batchSize);
  return total;
}

function joined(
  requests: readonly CheckedRequest[],
  input: number,
  buffers: BatchBuffers,
): Uint8Array {
  let length = 0;
  for (const { inputs } of requests) length += inputs[input]?.bytes.length ?? 0;
  let buffer = buffers[input];
  if (!buffer || buffer.length < length) {
    buffer = new Uint8Array(Math.max(length, 2 * (buffer?.length ?? 0)));
    buffers[input] = buffer;
  }
  let offset = 0;
  for (const { inputs } of requests) {
    const bytes = inputs[input]?.bytes;
    if (!bytes) continue;
    buffer.set(bytes, offset);
    offset += bytes.length;
  }
  return buffer.subarray(0, length);
}

function scatterOutputs(
  model: ModelSignature,
  requests: readonly CheckedRequest[],
  outputs: ReadonlyMap<string, OutputTensor>,
): AnswerTensor[][] {
  const answers: AnswerTensor[][] = requests.map(() => []);
  const total = totalBatch(requests);
  for (const config of model.outputs) {
    const output = outputs.get(config.name);
    if (!output) throw new Refusal('INTERNAL', `the model gave no output '${config.name}'`);
    checkOutput(model, config, output, total);
    const cut = cutter(model, config, output);
    let first = 0;
    for (const [index, { batchSize }] of requests.entries()) {
      const count = Math.max(1, batchSize);
      answers[index]?.push(cut(first, count));
      first += count;
    }
  }
  return answers;
}

function checkOutput(
  model: ModelSignature,
  config: TritonTensor,
  { shape }: OutputTensor,
  total: number,
): void {
  if (model.maxBatchSize === 0 || shape[0] === total) return;
  throw new Refusal(
    'INTERNAL',
    `output '${config.name}' of model '${model.name}' has shape [${shape}] for a batch of ${total}`,
  );
}

/** Takes inferences [first, first + count) out of an output. */
function cutter(
  model: ModelSignature,
  config: TritonTensor,
  { shape, bytes }: OutputTensor,
): (first: number, count: number) => AnswerTensor {
  const datatype = model.datatypeOf(config);
  const name = config.name;
  if (model.maxBatchSize === 0) {
    return () => ({ name, datatype: datatype.name, shape: outputShape(config, shape), bytes });
  }
  const dims = outputShape(config, shape.slice(1));
  const starts = datatype.byteSize === 0 ? elementStarts(bytes) : undefined;
  const total = shape[0] ?? 1;
  const elements = (starts ? starts.length - 1 : bytes.length / datatype.byteSize) / total;
  const at = (inference: number) =>
    starts ? (starts[inference * elements] ?? 0) : inference * elements * datatype.byteSize;
  return (first, count) => ({
    name,
    datatype: datatype.name,
    shape: [count, ...dims],
    bytes: bytes.subarray(at(first), at(first + count)),
  });
}

/** What the client is told: a reshaped output has the dims of the configuration. */
function outputShape(config: TritonTensor, given: readonly number[]): readonly number[] {
  if (!config.reshape) return given;
  const open = given.filter((_, index) => config.reshape?.shape[index] === -1);
  return config.dims.map((dim) => (dim === -1 ? (open.shift() ?? 0) : dim));
}

/** Where each BYTES element begins, and where the last one ends. */
function elementStarts(bytes: Uint8Array): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const starts = [0];
  for (let offset = 0; offset < bytes.length; starts.push(offset)) {
    offset += 4 + view.getUint32(offset, true);
  }
  return starts;
}
