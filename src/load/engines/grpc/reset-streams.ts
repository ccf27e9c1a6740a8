/** How many reset streams are remembered one by one. */
const REMEMBERED = 1024;

/**
 * Streams that we reset and the server may not know of yet: what still comes on them is ignored
 * (RFC 9113 §5.1), while a frame on any other closed stream breaks the protocol. Bounded: the oldest
 * are forgotten, and then everything up to their ids is forgiven.
 */
export class ResetStreams {
  readonly #ids = new Set<number>();
  #forgivenUpTo = 0;

  add(streamId: number): void {
    this.#ids.add(streamId);
    if (this.#ids.size <= REMEMBERED) return;
    const [oldest = 0] = this.#ids;
    this.#ids.delete(oldest);
    this.#forgivenUpTo = Math.max(this.#forgivenUpTo, oldest);
  }

  has(streamId: number): boolean {
    return streamId <= this.#forgivenUpTo || this.#ids.has(streamId);
  }

  /** The server ended the stream too: nothing may follow. */
  delete(streamId: number): void {
    this.#ids.delete(streamId);
  }
}
