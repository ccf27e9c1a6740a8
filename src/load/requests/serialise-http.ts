import { BenchError } from '../../contract/bench-error.ts';
import type { ModelSignature } from './model-signature.ts';
import { NO_EXTRAS, type RequestExtras } from './request-extras.ts';
import { BLANK_REQUEST_ID } from './request-id.ts';
import type { RequestParameters } from './request-parameters.ts';
import type { SerialisedRequest } from './serialised-request.ts';
import { type Datatype, decodeTensor, type TensorValue } from './tensor-codec.ts';

/** Datatypes that KServe's JSON cannot hold. */
const BINARY_ONLY: readonly Datatype[] = ['FP16', 'BF16'];

/** The id comes first in the JSON, so that it lies in the same place in every request. */
const ID_OFFSET = '{"id":"'.length;

/** The URL path of a model's infer call. */
export function inferPath({ modelName, modelVersion }: ModelSignature): string {
  const version = modelVersion === null ? '' : `/versions/${encodeURIComponent(modelVersion)}`;
  return `/v2/models/${encodeURIComponent(modelName)}${version}/infer`;
}

/** Binary tensor extension: JSON, then the tensors in order, without padding. */
export function serialiseBinary(
  signature: ModelSignature,
  tensors: readonly Uint8Array[],
  extras: RequestExtras = NO_EXTRAS,
): SerialisedRequest {
  const header = Buffer.from(
    JSON.stringify({
      ...ofRequest(extras),
      inputs: signature.inputs.map(({ name, shape, datatype }, index) => ({
        name,
        shape,
        datatype,
        parameters: { binary_data_size: tensors[index]?.byteLength ?? 0 },
      })),
      outputs: signature.outputs.map(({ name }) => ({ name, parameters: { binary_data: true } })),
    }),
  );
  return { parts: [header, ...tensors], jsonBytes: header.byteLength, ...idPlace(extras) };
}

/** All values as JSON numbers, true and false, and texts. */
export function serialiseJson(
  signature: ModelSignature,
  tensors: readonly Uint8Array[],
  extras: RequestExtras = NO_EXTRAS,
): SerialisedRequest {
  refuseBinaryOnly(signature);
  const inputs = signature.inputs.map(({ name, shape, datatype }, index) => {
    const data = jsonValues(name, datatype, tensors[index] ?? new Uint8Array(0));
    const head = JSON.stringify({ name, shape, datatype });
    return `${head.slice(0, -1)},"data":[${data}]}`;
  });
  const outputs = JSON.stringify(signature.outputs.map(({ name }) => ({ name })));
  const before = JSON.stringify(ofRequest(extras)).slice(1, -1);
  const start = before === '' ? '{' : `{${before},`;
  const body = Buffer.from(`${start}"inputs":[${inputs.join(',')}],"outputs":${outputs}}`);
  return { parts: [body], jsonBytes: -1, ...idPlace(extras) };
}

function ofRequest({ parameters, withId }: RequestExtras): {
  id?: string;
  parameters?: RequestParameters;
} {
  return {
    ...(withId && { id: BLANK_REQUEST_ID }),
    ...(Object.keys(parameters).length > 0 && { parameters }),
  };
}

function idPlace({ withId }: RequestExtras): Pick<SerialisedRequest, 'idOffset'> {
  return { idOffset: withId ? ID_OFFSET : -1 };
}

function refuseBinaryOnly({ modelName, inputs, outputs }: ModelSignature): void {
  const tensor = [...inputs, ...outputs].find(({ datatype }) => BINARY_ONLY.includes(datatype));
  if (!tensor) return;
  const { name, datatype } = tensor;
  throw new BenchError(
    'model-unsuitable',
    `tensor "${name}" of model "${modelName}" is ${datatype}, which has no JSON form`,
    { hint: 'take --tensor-format binary' },
  );
}

function jsonValues(name: string, datatype: Datatype, tensor: Uint8Array): string {
  return decodeTensor(datatype, tensor)
    .map((value) => jsonValue(name, value))
    .join(',');
}

function jsonValue(name: string, value: TensorValue): string {
  if (value instanceof Uint8Array) return JSON.stringify(Buffer.from(value).toString('utf8'));
  if (typeof value !== 'number' || Number.isFinite(value)) return String(value);
  throw new BenchError('model-unsuitable', `input "${name}" holds ${value}, which JSON cannot`, {
    hint: 'take --tensor-format binary',
  });
}
