/**
 * What it costs to record one request: our recorder with all its histograms, without and with
 * --samples, against the HDR library's `recordValue`, and to encode one second of 10,000 answers.
 * `node dist/benchmarks/recorder.js`: rounds interleaved, 19 s in all, best and median of the rounds.
 */
import hdr from 'hdr-histogram-js';
import { NumberedHead } from '../src/load/engines/http/numbered-head.ts';
import { CONTROL, createSampleRing } from '../src/load/samples/sample-ring.ts';
import { SampleWriter } from '../src/load/samples/sample-writer.ts';
import { SamplingRecorder } from '../src/load/samples/sampling-recorder.ts';
import { encodeHistogram } from '../src/load/stats/histogram-codec.ts';
import { LatencyHistogram } from '../src/load/stats/latency-histogram.ts';
import { Recorder } from '../src/load/stats/recorder.ts';
import { aShardPlan } from '../test/unit/load/stats/a-shard-plan.ts';
import { aSlot } from '../test/unit/load/stats/a-slot.ts';
import { uniforms } from '../test/unit/load/stats/uniforms.ts';

const ROUNDS = 12;
const ROUND_MS = 200;
const SLOTS = 4096;
/** Response, service, lateness, queueing, clean; response and service of the second. */
const HISTOGRAMS = 7;

const next = uniforms(1);
function aServiceNs(): number {
  return Math.round(4e6 * Math.exp(1.4 * (next() + next() + next() - 1.5)));
}

const slots = Array.from({ length: SLOTS }, (_, i) => {
  const dueNs = 5e9 + i * 1e6;
  const dispatchedNs = dueNs + Math.round(20_000 * next());
  const sentNs = dispatchedNs + Math.round(10_000 * next());
  const doneNs = sentNs + aServiceNs();
  return aSlot({ dueNs, dispatchedNs, sentNs, doneNs });
});

const UNKNOWN = { reference: null, labels: null };
const recorder = new Recorder(aShardPlan(), UNKNOWN);
/** Its reader is never behind: what is measured is the writing. */
const ring = createSampleRing();
const sampling = new SamplingRecorder(new SampleWriter(ring, 0), aShardPlan(), UNKNOWN);
const numbered = new NumberedHead();
const request = {
  ...{ head: Buffer.alloc(3400), body: null, bytes: 3400 },
  idPlace: { offset: 200, point: 0 },
};
const library = Array.from({ length: HISTOGRAMS }, () => aLibraryHistogram());
const ours = new LatencyHistogram();

function aLibraryHistogram(): hdr.Histogram {
  return hdr.build({ bitBucketSize: 32, highestTrackableValue: 3.6e12, autoResize: false });
}

const ourSecond = new LatencyHistogram();
const librarySecond = aLibraryHistogram();
for (let i = 0; i < 10_000; i += 1) {
  const responseNs = aServiceNs();
  ourSecond.record(responseNs);
  librarySecond.recordValue(responseNs);
}

interface Subject {
  readonly name: string;
  readonly per: string;
  /** Does the work once for each slot, or once. */
  readonly work: () => void;
  readonly operations: number;
  readonly costsNs: number[];
}

function subject(name: string, per: string, operations: number, work: () => void): Subject {
  return { name, per, work, operations, costsNs: [] };
}

const subjects = [
  subject('Recorder: planned + record, 7 histograms', 'request', SLOTS, () => {
    for (const slot of slots) {
      recorder.planned(slot.dueNs);
      recorder.record(slot);
    }
  }),
  subject('the same, with --samples', 'request', SLOTS, () => {
    for (const slot of slots) {
      sampling.planned(slot.dueNs);
      sampling.record(slot);
    }
    Atomics.store(ring.control, CONTROL.read, Atomics.load(ring.control, CONTROL.written));
  }),
  subject('the id of a request into a copy of its 3.4 kB', 'request', SLOTS, () => {
    for (const slot of slots) numbered.of(slot, request);
  }),
  subject('LatencyHistogram.record, 1 histogram', 'value', SLOTS, () => {
    for (const slot of slots) ours.record(slot.doneNs - slot.dueNs);
  }),
  subject('hdr-histogram-js recordValue, 7 histograms', 'request', SLOTS, () => {
    for (const slot of slots) {
      const { dueNs, dispatchedNs, sentNs, doneNs } = slot;
      library[0]?.recordValue(doneNs - dueNs);
      library[1]?.recordValue(doneNs - sentNs);
      library[2]?.recordValue(dispatchedNs - dueNs);
      library[3]?.recordValue(sentNs - dispatchedNs);
      library[4]?.recordValue(doneNs - dispatchedNs);
      library[5]?.recordValue(doneNs - dueNs);
      library[6]?.recordValue(doneNs - sentNs);
    }
  }),
  subject('hdr-histogram-js recordValue, 1 histogram', 'value', SLOTS, () => {
    for (const slot of slots) library[0]?.recordValue(slot.doneNs - slot.dueNs);
  }),
  subject('encodeHistogram, 10,000 values', 'histogram', 1, () => {
    encodeHistogram(ourSecond);
  }),
  subject('hdr-histogram-js encode, 10,000 values', 'histogram', 1, () => {
    hdr.encodeIntoCompressedBase64(librarySecond);
  }),
];

function measure({ work, operations, costsNs }: Subject): void {
  const start = performance.now();
  let times = 0;
  let elapsedMs = 0;
  while (elapsedMs < ROUND_MS) {
    work();
    times += 1;
    elapsedMs = performance.now() - start;
  }
  costsNs.push((elapsedMs * 1e6) / (times * operations));
}

for (let round = 0; round < ROUNDS; round += 1) subjects.forEach(measure);

console.table(
  subjects.map(({ name, per, costsNs }) => {
    const sorted = costsNs.toSorted((a, b) => a - b);
    return {
      what: name,
      per,
      'best ns': Math.round(sorted[0] ?? 0),
      'median ns': Math.round(sorted[Math.floor(sorted.length / 2)] ?? 0),
    };
  }),
);
