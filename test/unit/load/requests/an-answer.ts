import { encodeInferResponse } from '../../../support/infer-messages.ts';

/** An answer as a server would send it, and how the engine hands it to the check. */
export interface AnswerBytes {
  readonly bytes: Buffer;
  readonly jsonBytes: number;
}

export interface AnsweredTensor {
  readonly name: string;
  readonly datatype: string;
  readonly shape: readonly number[];
  /** Little endian. */
  readonly raw: Uint8Array;
}

interface Answer {
  readonly modelName: string;
  /** Of the request, where the server repeats it. */
  readonly id?: string;
  readonly tensors: readonly AnsweredTensor[];
}

export function httpBinaryAnswer({ modelName, id, tensors }: Answer): AnswerBytes {
  const header = Buffer.from(
    JSON.stringify({
      id,
      model_name: modelName,
      model_version: '1',
      outputs: tensors.map(({ name, datatype, shape, raw }) => ({
        name,
        datatype,
        shape,
        parameters: { binary_data_size: raw.byteLength },
      })),
    }),
  );
  const bytes = Buffer.concat([header, ...tensors.map(({ raw }) => raw)]);
  return { bytes, jsonBytes: header.length };
}

/** FP32 alone. */
export function httpJsonAnswer({ modelName, id, tensors }: Answer): AnswerBytes {
  const outputs = tensors.map(({ name, datatype, shape, raw }) => ({
    name,
    datatype,
    shape,
    data: [...new Float32Array(new Uint8Array(raw).buffer)],
  }));
  const bytes = Buffer.from(JSON.stringify({ id, model_name: modelName, outputs }));
  return { bytes, jsonBytes: -1 };
}

export function grpcAnswer({ modelName, id, tensors }: Answer): AnswerBytes {
  const bytes = encodeInferResponse({
    model_name: modelName,
    model_version: '1',
    ...(id !== undefined && { id }),
    outputs: tensors.map(({ name, datatype, shape }) => ({ name, datatype, shape })),
    raw_output_contents: tensors.map(({ raw }) => Buffer.from(raw)),
  });
  return { bytes, jsonBytes: -1 };
}

/** FP32 alone, in the typed form that other servers than Triton choose. */
export function grpcTypedAnswer({ modelName, id, tensors }: Answer): AnswerBytes {
  const bytes = encodeInferResponse({
    model_name: modelName,
    ...(id !== undefined && { id }),
    outputs: tensors.map(({ name, datatype, shape, raw }) => ({
      name,
      datatype,
      shape,
      contents: { fp32_contents: [...new Float32Array(new Uint8Array(raw).buffer)] },
    })),
  });
  return { bytes, jsonBytes: -1 };
}
