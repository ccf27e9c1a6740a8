import type { Slot } from '../engines/engine.ts';
import type { SecondFacts } from '../stats/second-recorder.ts';
import {
  FLOAT64,
  KIND,
  RECORD_BYTES,
  UINT8,
  UINT16,
  UINT32,
  UINT32_RANGE,
} from './sample-layout.ts';
import { CONTROL, type SampleRing } from './sample-ring.ts';
import { TextWriter } from './text-writer.ts';

/** In elements. */
const FLOATS = RECORD_BYTES / 8;
const WORDS = RECORD_BYTES / 4;
const HALVES = RECORD_BYTES / 2;

/**
 * The worker's end of a ring. Never waits and never allocates: a record that finds no room is lost and
 * counted, because a load that waited for a disk would measure the disk.
 */
export class SampleWriter {
  readonly #control: Int32Array;
  readonly #mask: number;
  readonly #worker: number;
  readonly #floats: Float64Array;
  readonly #words: Uint32Array;
  readonly #halves: Uint16Array;
  readonly #bytes: Uint8Array;
  readonly #texts: TextWriter;
  #written: number;
  #read: number;
  #lost = 0;

  constructor(ring: SampleRing, worker: number) {
    const { control, records, mask } = ring;
    const { buffer, byteOffset } = records;
    this.#control = control;
    this.#mask = mask;
    this.#worker = worker;
    this.#floats = new Float64Array(buffer, byteOffset);
    this.#words = new Uint32Array(buffer, byteOffset);
    this.#halves = new Uint16Array(buffer, byteOffset);
    this.#bytes = records;
    this.#texts = new TextWriter(ring);
    this.#written = Atomics.load(control, CONTROL.written);
    this.#read = Atomics.load(control, CONTROL.read);
  }

  /** Hot: a request that an engine ended. */
  request(slot: Slot): void {
    const place = this.#place();
    if (place < 0) {
      this.#lose();
      return;
    }
    this.#times(place, slot.dueNs, slot.dispatchedNs, slot.sentNs, slot.firstByteNs, slot.doneNs);
    this.#rest(place, slot.index, slot.request, slot.correct);
    const text = slot.detail === '' ? 0 : this.#texts.numberOf(slot);
    this.#kind(place, KIND.request, slot.outcome, slot.touched, text);
    this.#publish();
  }

  /** A request that no engine ended. */
  unsent(dueNs: number, dispatchedNs: number, index: number, outcome: number): void {
    const place = this.#place();
    if (place < 0) {
      this.#lose();
      return;
    }
    this.#times(place, dueNs, dispatchedNs, -1, -1, -1);
    this.#rest(place, index, 0, 0);
    this.#kind(place, KIND.request, outcome, false, 0);
    this.#publish();
  }

  /** What follows ended in the next second. */
  secondEnd(second: number, { inFlight, waiting, stallNs }: SecondFacts): void {
    const place = this.#place();
    if (place < 0) return;
    this.#times(place, second, inFlight, waiting, stallNs, -1);
    this.#rest(place, 0, 0, 0);
    this.#kind(place, KIND.secondEnd, 0, false, 0);
    this.#publish();
  }

  /** Nothing follows. `interruptedNs`: -1 when the load came to its own end. */
  workerEnd(interruptedNs: number): void {
    const place = this.#place();
    if (place < 0) return;
    this.#times(place, interruptedNs, -1, -1, -1, -1);
    this.#rest(place, 0, 0, 0);
    this.#kind(place, KIND.workerEnd, 0, false, 0);
    this.#publish();
  }

  /** Where the next record goes; -1 when there is no room. */
  #place(): number {
    if (((this.#written - this.#read) | 0) > this.#mask) {
      this.#read = Atomics.load(this.#control, CONTROL.read);
      if (((this.#written - this.#read) | 0) > this.#mask) return -1;
    }
    return this.#written & this.#mask;
  }

  #lose(): void {
    this.#lost += 1;
    Atomics.store(this.#control, CONTROL.lost, this.#lost);
  }

  #times(place: number, a: number, b: number, c: number, d: number, e: number): void {
    const floats = this.#floats;
    const at = place * FLOATS;
    floats[at + FLOAT64.due] = a;
    floats[at + FLOAT64.dispatched] = b;
    floats[at + FLOAT64.sent] = c;
    floats[at + FLOAT64.firstByte] = d;
    floats[at + FLOAT64.done] = e;
  }

  #rest(place: number, index: number, request: number, correct: number): void {
    const words = this.#words;
    const at = place * WORDS;
    words[at + UINT32.indexLow] = index;
    words[at + UINT32.indexHigh] = Math.floor(index / UINT32_RANGE);
    words[at + UINT32.request] = request;
    words[at + UINT32.correct] = correct;
    this.#halves[place * HALVES + UINT16.worker] = this.#worker;
  }

  #kind(place: number, kind: number, outcome: number, touched: boolean, text: number): void {
    const bytes = this.#bytes;
    const at = place * RECORD_BYTES;
    bytes[at + UINT8.kind] = kind;
    bytes[at + UINT8.outcome] = outcome;
    bytes[at + UINT8.touched] = touched ? 1 : 0;
    bytes[at + UINT8.text] = text;
  }

  /** The reader may have it: everything before is written. */
  #publish(): void {
    this.#written = (this.#written + 1) | 0;
    Atomics.store(this.#control, CONTROL.written, this.#written);
  }
}
