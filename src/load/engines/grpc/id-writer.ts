import {
  REQUEST_ID_BYTES,
  type RequestIdPlace,
  writeRequestId,
} from '../../requests/request-id.ts';
import type { Slot } from '../engine.ts';
import type { Call } from './call.ts';

/** Writes a request's id over its place in the copy of a message that goes out. Frames may cut it. */
export class IdWriter {
  readonly #place: RequestIdPlace;
  readonly #id = new Uint8Array(REQUEST_ID_BYTES);

  constructor(place: RequestIdPlace) {
    this.#place = place;
  }

  /** Hot. Message bytes [start, end) of `call` were just copied to `at`. */
  write(call: Call, start: number, end: number, bytes: Uint8Array, at: number): void {
    const { offset, point } = this.#place;
    const idEnd = offset + REQUEST_ID_BYTES;
    if (end <= offset || start >= idEnd) return;
    const { index } = call.slot as Slot;
    if (start <= offset && end >= idEnd) {
      writeRequestId(bytes, at + offset - start, point, index);
      return;
    }
    writeRequestId(this.#id, 0, point, index);
    const from = Math.max(start, offset);
    bytes.set(this.#id.subarray(from - offset, Math.min(end, idEnd) - offset), at + from - start);
  }
}
