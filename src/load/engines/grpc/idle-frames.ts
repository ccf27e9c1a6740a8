import { ERROR_CODE } from './http2-codes.ts';
import { ProtocolViolation } from './protocol-violation.ts';

const NS_PER_SECOND = 1e9;
/** Frames that each request may draw after it or between: late ones, resets, window updates. */
const FORGIVEN_PER_CALL = 64;

/** Counts frames that cost us work and bring no answer closer; a flood of them ends the connection. */
export class IdleFrames {
  readonly #maxPerSecond: number;
  #count = 0;
  #secondStartNs = Number.NEGATIVE_INFINITY;

  constructor(maxPerSecond: number) {
    this.#maxPerSecond = maxPerSecond;
  }

  note(nowNs: number): void {
    if (nowNs - this.#secondStartNs >= NS_PER_SECOND) {
      this.#secondStartNs = nowNs;
      this.#count = 0;
    }
    this.#count += 1;
    if (this.#count <= this.#maxPerSecond) return;
    throw new ProtocolViolation(
      ERROR_CODE.enhanceYourCalm,
      `over ${this.#maxPerSecond} frames in a second that carry nothing`,
    );
  }

  /** A call ended: what it drew after it is no flood. */
  forgive(): void {
    this.#count = Math.max(0, this.#count - FORGIVEN_PER_CALL);
  }
}
