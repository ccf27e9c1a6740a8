import type { InferenceSession, Tensor } from 'onnxruntime-web';
import type { Datatype } from './datatypes.ts';
import { TYPED_ARRAYS } from './datatypes.ts';
import { decodeStrings, encodeStrings } from './string-elements.ts';

/** A tensor of one execution, as bytes. */
export interface ExecutionTensor {
  readonly datatype: Datatype;
  readonly shape: readonly number[];
  readonly bytes: Uint8Array;
}

/** A loaded ONNX model. Executions must not overlap: the wasm build has one memory. */
export interface ModelSession {
  /** Inputs by name → outputs by name, whose bytes are the caller's to keep. */
  run(inputs: ReadonlyMap<string, ExecutionTensor>): Promise<ReadonlyMap<string, OutputTensor>>;
  release(): Promise<void>;
}

export interface OutputTensor {
  readonly shape: readonly number[];
  readonly bytes: Uint8Array;
}

/** Loads an ONNX file for the CPU. Rejects with ONNX Runtime's own Error when it cannot run it. */
export async function loadSession(model: Uint8Array): Promise<ModelSession> {
  const ort = await import('onnxruntime-web');
  ort.env.wasm.numThreads = 1;
  ort.env.logLevel = 'fatal';
  const session = await ort.InferenceSession.create(model, { executionProviders: ['wasm'] });
  return {
    async run(inputs) {
      const feeds: Record<string, Tensor> = {};
      for (const [name, { datatype, shape, bytes }] of inputs) {
        feeds[name] = new ort.Tensor(datatype.ortType, dataOf(datatype, bytes) as never, shape);
      }
      return outputsOf(await session.run(feeds));
    },
    release: () => session.release(),
  };
}

function outputsOf(results: InferenceSession.OnnxValueMapType): Map<string, OutputTensor> {
  const outputs = new Map<string, OutputTensor>();
  for (const name of Object.keys(results)) {
    const tensor = results[name] as Tensor;
    outputs.set(name, { shape: tensor.dims, bytes: bytesOf(tensor) });
  }
  return outputs;
}

/** The bytes as the typed array that ONNX Runtime wants: a view where they are aligned, else a copy. */
function dataOf({ ortType, byteSize }: Datatype, bytes: Uint8Array): ArrayBufferView | string[] {
  if (ortType === 'string') return decodeStrings(bytes);
  const aligned = bytes.byteOffset % byteSize === 0 ? bytes : Uint8Array.from(bytes);
  const elements = bytes.length / byteSize;
  return new TYPED_ARRAYS[ortType](aligned.buffer as ArrayBuffer, aligned.byteOffset, elements);
}

function bytesOf({ type, data }: Tensor): Uint8Array {
  if (type === 'string') return encodeStrings(data as string[]);
  const view = data as Float32Array;
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}
