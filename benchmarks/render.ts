/**
 * CPU to render a result of one hour with 4 workers in every form: 3,600 seconds of 1,000 answers each.
 * `node dist/benchmarks/render.js`: each form 3 times, of a document read anew; best and bytes;
 * aim: under 2 s for all together, which share what they read.
 */
import { encodeHistogram } from '../src/load/stats/histogram-codec.ts';
import { LatencyHistogram } from '../src/load/stats/latency-histogram.ts';
import { FORMATS, render } from '../src/report/render/renderers.ts';
import { aPoint, aResult } from '../test/support/a-result.ts';
import { uniforms } from '../test/unit/load/stats/uniforms.ts';

const SECONDS = 3600;
const WARMUP_SECONDS = 5;
const REPETITIONS = 3;
const LOOK = { color: true, width: 120 };

const next = uniforms(1);
function aSecond(): string {
  const histogram = new LatencyHistogram();
  for (let i = 0; i < 1000; i += 1) {
    histogram.record(Math.round(4e6 * Math.exp(1.4 * (next() + next() + next() - 1.5))));
  }
  return encodeHistogram(histogram);
}

const short = aPoint({ ratePerSecond: 1000, seconds: 10, warmupSeconds: WARMUP_SECONDS });
const [worker] = short.generator.workers;
const [row] = short.intervals;
if (!worker || !row) throw new Error('a point without a worker or a second');
const point = {
  ...short,
  phases: short.phases.map((phase) =>
    phase.name === 'measured' ? { ...phase, durationNs: SECONDS * 1e9 } : phase,
  ),
  generator: {
    ...short.generator,
    workers: Array.from({ length: 4 }, (_, index) => ({ ...worker, worker: index })),
  },
  intervals: Array.from({ length: WARMUP_SECONDS + SECONDS }, (_, second) => ({
    ...row,
    ...{ second, due: 1000, sent: 1000, completed: 1000 },
    phase: second < WARMUP_SECONDS ? ('warmup' as const) : ('measured' as const),
    ...{ response: aSecond(), service: aSecond() },
  })),
};
const doc = { ...aResult(), points: [point] };

let all = Number.POSITIVE_INFINITY;
for (const format of FORMATS) {
  let best = Number.POSITIVE_INFINITY;
  let bytes = 0;
  for (let i = 0; i < REPETITIONS; i += 1) {
    const fresh = structuredClone(doc);
    const before = process.cpuUsage();
    bytes = Buffer.byteLength(render(fresh, format, LOOK));
    best = Math.min(best, secondsSince(before));
  }
  console.log(`${format.padEnd(6)} ${best.toFixed(2)} s of CPU, ${(bytes / 1e6).toFixed(2)} MB`);
}
for (let i = 0; i < REPETITIONS; i += 1) {
  const fresh = structuredClone(doc);
  const before = process.cpuUsage();
  for (const format of FORMATS) render(fresh, format, LOOK);
  all = Math.min(all, secondsSince(before));
}
console.log(`all    ${all.toFixed(2)} s of CPU, one after the other`);

function secondsSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}
