import type { ServerClock } from '../../src/stack/embedded/clock.ts';
import type { AnswerTensor, InferenceRequest } from '../../src/stack/embedded/inference-request.ts';
import type { ModelSession } from '../../src/stack/embedded/model-session.ts';
import type { Refusal } from '../../src/stack/embedded/refusal.ts';
import { ServedModel } from '../../src/stack/embedded/served-model.ts';
import { completeConfig } from '../../src/stack/model-repository/complete-config.ts';
import { parsePbtxt } from '../../src/stack/model-repository/pbtxt/parse-pbtxt.ts';
import { decodeMessage } from '../../src/stack/model-repository/schema/decode-message.ts';
import { modelConfigSchema } from '../../src/stack/model-repository/schema/model-config-schema.ts';
import type { TritonConfig } from '../../src/stack/model-repository/triton-config.ts';

/** A text of config.pbtxt → the configuration of an ONNX model named m. */
export function configOf(text: string): TritonConfig {
  const { message } = decodeMessage(modelConfigSchema(), parsePbtxt(text));
  return completeConfig(
    { backend: 'onnxruntime', ...message },
    { folderName: 'm', files: [], onnx: undefined },
  );
}

/** One FP32 input x of 2 values and one output y of the same. */
export const PAIRS = `
  max_batch_size: 8
  input { name: "x" data_type: TYPE_FP32 dims: 2 }
  output { name: "y" data_type: TYPE_FP32 dims: 2 }`;

/** Gives back what it is given, as y; every run is noted with its batch size. */
export class EchoSession implements ModelSession {
  readonly runs: number[] = [];
  /** Called while the model computes. */
  during: () => void = () => undefined;

  run: ModelSession['run'] = (inputs) => {
    const x = inputs.get('x');
    if (!x) return Promise.reject(new Error('no input x'));
    this.runs.push(x.shape[0] ?? 0);
    this.during();
    return Promise.resolve(new Map([['y', { shape: x.shape, bytes: Uint8Array.from(x.bytes) }]]));
  };

  release(): Promise<void> {
    return Promise.resolve();
  }
}

export function aServedModel(
  clock: ServerClock,
  session: ModelSession = new EchoSession(),
  config = PAIRS,
): ServedModel {
  return new ServedModel({
    version: 1,
    config: configOf(config),
    session,
    clock,
    loadSeconds: 0.5,
  });
}

/** A request that remembers how it ended. */
export interface AskedRequest extends InferenceRequest {
  answered: readonly AnswerTensor[] | undefined;
  refused: Refusal | undefined;
}

/** A request for x with these values, two for each inference. */
export function aRequest(
  clock: ServerClock,
  values: readonly number[],
  options: Partial<InferenceRequest> = {},
): AskedRequest {
  const bytes = new Uint8Array(new Float32Array(values).buffer);
  return {
    id: '',
    inputs: [{ name: 'x', datatype: 'FP32', shape: [values.length / 2, 2], bytes }],
    rawInput: undefined,
    outputs: [],
    priority: 0,
    timeoutUs: 0,
    startNs: clock.nowNs(),
    cancelled: false,
    answered: undefined,
    refused: undefined,
    answer(outputs) {
      this.answered = outputs;
    },
    refuse(refusal) {
      this.refused = refusal;
    },
    ...options,
  };
}

export function floatsOf(outputs: readonly AnswerTensor[] | undefined): number[] {
  const bytes = Uint8Array.from(outputs?.[0]?.bytes ?? []);
  return [...new Float32Array(bytes.buffer)];
}
