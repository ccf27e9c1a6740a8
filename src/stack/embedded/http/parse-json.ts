import { invalid, Refusal } from '../refusal.ts';
import { JsonFault, parseRapidJson } from './rapid-json.ts';

/** As Triton's default; the bytes of binary tensors do not count. */
const MAX_JSON_BYTES = 64 * 1024 * 1024;

/** A request's JSON. Throws a Refusal in Triton's words when it is none, or too long. */
export function parseJson(bytes: Buffer): unknown {
  if (bytes.length > MAX_JSON_BYTES) {
    throw invalid(
      `Request JSON size of ${bytes.length} bytes exceeds the maximum allowed value of ${MAX_JSON_BYTES} bytes`,
    );
  }
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return parsedAsTriton(bytes);
  }
}

function parsedAsTriton(bytes: Buffer): unknown {
  try {
    return parseRapidJson(bytes);
  } catch (error) {
    if (!(error instanceof JsonFault)) throw error;
    throw new Refusal(
      'INTERNAL',
      `failed to parse the request JSON buffer: ${error.message} at ${error.offset}`,
    );
  }
}
