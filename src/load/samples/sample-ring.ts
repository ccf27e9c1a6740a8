import { RECORD_BYTES } from './sample-layout.ts';

/** Records that wait for the disk; a power of two. At 10,000 requests/s those of 13 s. */
const CAPACITY = 2 ** 17;
const CONTROL_BYTES = 64;
const TEXT_BYTES = 64 * 1024;

/** Places in the control words. Counts run on and wrap around. */
export const CONTROL = { written: 0, read: 1, lost: 2, textBytes: 3 } as const;

/**
 * Records on their way from one worker to the coordinator's disk, in memory that both share: one
 * writes, one reads, nobody waits. `mask`: record n lies at n & mask.
 */
export interface SampleRing {
  readonly control: Int32Array<SharedArrayBuffer>;
  readonly records: Uint8Array<SharedArrayBuffer>;
  readonly mask: number;
  /** Words of failures, each a line of JSON, written once and never again. */
  readonly texts: Uint8Array<SharedArrayBuffer>;
}

export function createSampleRing(capacity = CAPACITY): SampleRing {
  const memory = new SharedArrayBuffer(CONTROL_BYTES + capacity * RECORD_BYTES + TEXT_BYTES);
  const control = new Int32Array(memory, 0, CONTROL_BYTES / 4);
  // Touched now: a first touch costs the sending loop a page fault.
  const records = new Uint8Array(memory, CONTROL_BYTES, capacity * RECORD_BYTES).fill(0);
  const texts = new Uint8Array(memory, CONTROL_BYTES + records.byteLength);
  return { control, records, mask: capacity - 1, texts };
}
