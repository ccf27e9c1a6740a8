import { datatypeNamed } from '../datatypes.ts';
import type { AnswerTensor } from '../inference-request.ts';
import type { InferBody } from './infer-body.ts';
import { jsonFromBytes } from './json-tensor.ts';

/** An answer ready to be sent. */
export interface InferAnswer {
  readonly body: Buffer;
  /** Bytes of JSON before the tensors; undefined: all is JSON. */
  readonly jsonBytes: number | undefined;
}

/** Prints the answer in the form that the request asked for. Throws a Refusal where that has no form. */
export function printInferAnswer(
  model: { readonly name: string; readonly version: string },
  request: Pick<InferBody, 'id' | 'binaryByDefault' | 'binary'>,
  outputs: readonly AnswerTensor[],
): InferAnswer {
  const tensors: Uint8Array[] = [];
  const list: string[] = [];
  for (const output of outputs) {
    const isBinary = request.binary.get(output.name) ?? request.binaryByDefault;
    list.push(printOutput(output, isBinary));
    if (isBinary && output.bytes.length > 0) tensors.push(output.bytes);
  }
  const id = request.id === '' ? '' : `"id":${JSON.stringify(request.id)},`;
  const json = Buffer.from(
    `{${id}"model_name":${JSON.stringify(model.name)},"model_version":"${model.version}","outputs":[${list.join()}]}`,
  );
  if (tensors.length === 0) return { body: json, jsonBytes: undefined };
  return { body: Buffer.concat([json, ...tensors]), jsonBytes: json.length };
}

function printOutput({ name, datatype, shape, bytes }: AnswerTensor, isBinary: boolean): string {
  const head = `{"name":${JSON.stringify(name)},"datatype":"${datatype}","shape":[${shape.join()}]`;
  if (isBinary) return `${head},"parameters":{"binary_data_size":${bytes.length}}}`;
  const known = datatypeNamed(datatype);
  return `${head},"data":${known ? jsonFromBytes(name, known, bytes) : '[]'}}`;
}
