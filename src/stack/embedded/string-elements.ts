import { invalid } from './refusal.ts';

const LENGTH_BYTES = 4;

/** Who is spoken of when the bytes of a BYTES tensor are wrong. */
export interface StringsOf {
  readonly prefix: string;
  readonly input: string;
  readonly model: string;
}

/**
 * Checks that bytes hold that many elements, each behind its length, as Triton does before it queues a
 * request. Throws a Refusal in Triton's words.
 */
export function checkStrings(bytes: Uint8Array, expected: number, of: StringsOf): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const where = `for inference input '${of.input}' for model '${of.model}'`;
  let offset = 0;
  let count = 0;
  let start = 0;
  while (offset < bytes.length) {
    const left = bytes.length - offset;
    if (left < LENGTH_BYTES) {
      throw invalid(
        `${of.prefix}incomplete string length indicator ${where}, expecting 4 bytes but only ${left} bytes available. Please make sure the string length indicator is in one buffer.`,
      );
    }
    count += 1;
    if (count > expected) {
      throw invalid(
        `${of.prefix}unexpected number of string elements ${count} ${where}, expecting ${expected}`,
      );
    }
    start = offset + LENGTH_BYTES;
    offset = start + view.getUint32(offset, true);
  }
  if (count !== expected) {
    throw invalid(`${of.prefix}expected ${expected} string elements ${where}, got ${count}`);
  }
  if (offset > bytes.length) {
    throw invalid(
      `incomplete string data for inference input '${of.input}', expecting string of length ${offset - start} but only ${bytes.length - start} bytes available`,
    );
  }
}

/** The elements of checked bytes. */
export function decodeStrings(bytes: Uint8Array): string[] {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const elements: string[] = [];
  let offset = 0;
  while (offset < buffer.length) {
    const start = offset + LENGTH_BYTES;
    offset = start + buffer.readUInt32LE(offset);
    elements.push(buffer.toString('utf8', start, offset));
  }
  return elements;
}

/** The other way: each element behind its length. */
export function encodeStrings(elements: readonly (string | Uint8Array)[]): Buffer {
  const pieces: Uint8Array[] = [];
  for (const element of elements) {
    const bytes = typeof element === 'string' ? Buffer.from(element) : element;
    const length = Buffer.allocUnsafe(LENGTH_BYTES);
    length.writeUInt32LE(bytes.length);
    pieces.push(length, bytes);
  }
  return Buffer.concat(pieces);
}
