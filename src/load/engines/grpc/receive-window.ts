import { DEFAULT_WINDOW_BYTES, ERROR_CODE, MAX_WINDOW_BYTES } from './http2-codes.ts';
import { ProtocolViolation } from './protocol-violation.ts';

const REFILL_BYTES = 2 ** 29;

/**
 * The connection's window for answers: as wide as HTTP/2 allows and refilled long before it runs out,
 * since a message is read the moment it comes. Streams have the same width from the start and, with
 * answers far below 2 GiB, never need a refill.
 */
export class ReceiveWindow {
  /** Raises the window from its default to the widest; part of our greeting. */
  static readonly firstRefillBytes = MAX_WINDOW_BYTES - DEFAULT_WINDOW_BYTES;

  #received = 0;

  /** Takes note of a DATA frame's payload, padding included; returns the refill due now, or 0. */
  take(bytes: number): number {
    this.#received += bytes;
    if (this.#received > MAX_WINDOW_BYTES) {
      throw new ProtocolViolation(ERROR_CODE.flowControlError, 'more DATA than the window allows');
    }
    if (this.#received < REFILL_BYTES) return 0;
    const refill = this.#received;
    this.#received = 0;
    return refill;
  }
}
