import type { SampledLoad } from '../../contract/sample.ts';
import type { Clock, Timer } from '../pacing/clock.ts';
import type { SampleFile } from './sample-file.ts';
import { KIND, RECORD_BYTES, UINT8 } from './sample-layout.ts';
import { CONTROL, createSampleRing, type SampleRing } from './sample-ring.ts';

const DRAIN_EVERY_MS = 100;
/** Written in one piece, 128 KiB: what a full disk still takes is kept up to the last whole piece. */
const MAX_PIECE_RECORDS = 2048;

/** What a worker needs to keep samples. */
export interface ShardSamples {
  readonly ring: SampleRing;
  /** Which load of the run. */
  readonly point: number;
}

/**
 * The samples of one load: empties the workers' rings into the file, off the sending loops, and counts
 * what found no room.
 */
export class LoadSampling {
  readonly point: number;
  readonly #file: SampleFile;
  readonly #clock: Clock;
  readonly #rings: readonly SampleRing[];
  #timer: Timer | undefined;
  #writing: Promise<void> = Promise.resolve();
  #records = 0;
  #unwritten = 0;
  /** Of each worker, passed on so far. */
  readonly #textBytes: number[] = [];
  #isBegun = false;

  constructor(file: SampleFile, workers: number, clock: Clock) {
    this.point = file.nextPoint();
    this.#file = file;
    this.#clock = clock;
    this.#rings = Array.from({ length: workers }, () => createSampleRing());
  }

  ofShard(shard: number): ShardSamples {
    return { ring: this.#rings[shard] as SampleRing, point: this.point };
  }

  /** Called when the workers start. */
  begin(load: Omit<SampledLoad, 'point'>): void {
    this.#isBegun = true;
    this.#writing = this.#file.beginLoad({ point: this.point, ...load }).then(() => undefined);
    this.#await();
  }

  /** Called when the workers have ended: the rest is written. */
  async end(): Promise<void> {
    if (!this.#isBegun) return;
    this.#timer?.cancel();
    this.#timer = undefined;
    await this.#writing;
    await this.#drain();
    const full = this.#rings.reduce(
      (sum, { control }) => sum + Atomics.load(control, CONTROL.lost),
      0,
    );
    const lost = this.#unwritten + full;
    await this.#file.endLoad({ point: this.point, records: this.#records, lost });
  }

  /** Never two at once: the next one is awaited when this one is through. */
  #await(): void {
    this.#timer = this.#clock.startTimer(DRAIN_EVERY_MS, () => {
      this.#writing = this.#writing
        .then(() => this.#drain())
        .then(() => {
          if (this.#timer) this.#await();
        });
    });
  }

  async #drain(): Promise<void> {
    for (const [worker, ring] of this.#rings.entries()) {
      // Asked for first: the words that these records name have been written then.
      const written = Atomics.load(ring.control, CONTROL.written);
      await this.#passTexts(worker, ring);
      await this.#empty(ring, written);
    }
  }

  /** Words of failures that have come up since. */
  async #passTexts(worker: number, { control, texts }: SampleRing): Promise<void> {
    const from = this.#textBytes[worker] ?? 0;
    const to = Atomics.load(control, CONTROL.textBytes);
    if (to === from) return;
    this.#textBytes[worker] = to;
    const lines = Buffer.from(texts.slice(from, to)).toString().trimEnd().split('\n');
    await this.#file.texts({ worker, texts: lines.map((line) => JSON.parse(line)) });
  }

  /** What the worker has written by then; twice, where it goes around the end of the memory. */
  async #empty({ control, records, mask }: SampleRing, written: number): Promise<void> {
    let read = Atomics.load(control, CONTROL.read);
    while (read !== written) {
      const from = read & mask;
      const count = Math.min((written - read) | 0, mask + 1 - from, MAX_PIECE_RECORDS);
      const bytes = records.subarray(from * RECORD_BYTES, (from + count) * RECORD_BYTES);
      if (await this.#file.records(bytes)) this.#records += count;
      else this.#unwritten += requestsIn(bytes);
      read = (read + count) | 0;
      Atomics.store(control, CONTROL.read, read);
    }
  }
}

/** Not the ends of seconds and workers. */
function requestsIn(records: Uint8Array): number {
  let requests = 0;
  for (let at = UINT8.kind; at < records.byteLength; at += RECORD_BYTES) {
    if (records[at] === KIND.request) requests += 1;
  }
  return requests;
}
