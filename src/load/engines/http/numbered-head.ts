import { writeRequestId } from '../../requests/request-id.ts';
import type { Slot } from '../engine.ts';
import type { PreparedRequest } from './prepared-requests.ts';

/**
 * A connection's own copy of the head it is sending, with the id of the request in it. Prepared heads are
 * shared by requests in flight, and the kernel may take a copy's bytes long after `write`; but a
 * connection sends its next request only when the last one has left this process.
 */
export class NumberedHead {
  #memory = Buffer.alloc(0);
  #head = this.#memory;

  /** Hot: allocates nothing while heads are of one length. The result is good until the next call. */
  of(slot: Slot, { head, idPlace }: PreparedRequest): Buffer {
    if (idPlace === null) return head;
    const { length } = head;
    if (this.#head.length !== length) {
      if (this.#memory.length < length) this.#memory = Buffer.allocUnsafeSlow(length);
      this.#head = this.#memory.subarray(0, length);
    }
    this.#head.set(head);
    writeRequestId(this.#head, idPlace.offset, idPlace.point, slot.index);
    return this.#head;
  }
}
