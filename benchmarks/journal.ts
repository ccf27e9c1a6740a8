/**
 * What keeping a journal costs: the main thread's CPU for a second's line, and whether a worker's loop
 * feels it. Lines as of 10,000 answers a second, a hundred times as often as a run writes them.
 * `node dist/benchmarks/journal.js`: rounds with and without, interleaved, 30 s in all; median of the rounds.
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { encodeHistogram } from '../src/load/stats/histogram-codec.ts';
import { LatencyHistogram } from '../src/load/stats/latency-histogram.ts';
import { JournalWriter } from '../src/report/journal/journal-writer.ts';
import { uniforms } from '../test/unit/load/stats/uniforms.ts';

const ROUNDS = 5;
const ROUND_MS = 3000;
const LINES_PER_SECOND = 100;

const next = uniforms(1);
function aHistogram(): string {
  const histogram = new LatencyHistogram();
  for (let i = 0; i < 10_000; i += 1) {
    histogram.record(Math.round(4e6 * Math.exp(1.4 * (next() + next() + next() - 1.5))));
  }
  return encodeHistogram(histogram);
}

const second = {
  ...{ second: 0, phase: 'measured' as const, due: 10_000, sent: 10_000, completed: 10_000 },
  ...{ failed: 0, timedOut: 0, inFlight: 12, waiting: 0, stallNs: 0 },
  ...{ response: aHistogram(), service: aHistogram() },
};

/** A loop that does nothing but look how long each turn took: turns, the longest, those over 1 ms. */
const LOOP = `
  const { parentPort } = require('node:worker_threads');
  let last = process.hrtime.bigint(), turns = 0, longest = 0, late = 0;
  parentPort.on('message', () => {
    parentPort.postMessage({ turns, longest, late });
    turns = longest = late = 0;
    last = process.hrtime.bigint();
  });
  (function turn() {
    const now = process.hrtime.bigint();
    const tookMs = Number(now - last) / 1e6;
    last = now;
    turns += 1;
    if (tookMs > longest) longest = tookMs;
    if (tookMs > 1) late += 1;
    setImmediate(turn);
  })();`;
const worker = new Worker(LOOP, { eval: true });

interface Turns {
  readonly turns: number;
  readonly longest: number;
  readonly late: number;
}

function read(): Promise<Turns> {
  return new Promise((resolve) => {
    worker.once('message', resolve);
    worker.postMessage('read');
  });
}

const folder = mkdtempSync(join(tmpdir(), 'journal-cost-'));

async function round(journal: JournalWriter | null): Promise<Turns> {
  await read();
  const end = performance.now() + ROUND_MS;
  while (performance.now() < end) {
    journal?.append({ kind: 'second', second });
    await sleep(1000 / LINES_PER_SECOND);
  }
  return await read();
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

const rounds: Record<'with' | 'without', Turns[]> = { with: [], without: [] };
const path = join(folder, 'journal.ndjson');
const journal = await JournalWriter.open(path, (cause) => {
  throw cause;
});
for (let i = 0; i < ROUNDS; i += 1) {
  rounds.without.push(await round(null));
  rounds.with.push(await round(journal));
}
await worker.terminate();

const LINES = 2000;
const before = performance.eventLoopUtilization();
for (let i = 0; i < LINES; i += 1) {
  journal.append({ kind: 'second', second });
  await sleep(1);
}
const { active } = performance.eventLoopUtilization(before);
await journal.close();
const bytes = Math.round(JSON.stringify({ kind: 'second', second }).length);
console.log(
  `${bytes} bytes a second; ${((active * 1000) / LINES).toFixed(0)} µs of the main thread's loop a line`,
);
for (const name of ['without', 'with'] as const) {
  const turns = median(rounds[name].map((one) => one.turns)) / ROUND_MS;
  const longest = median(rounds[name].map((one) => one.longest));
  const late = median(rounds[name].map((one) => one.late));
  console.log(
    `worker's loop ${name}: ${turns.toFixed(1)} turns/ms, ${late} over 1 ms, longest ${longest.toFixed(1)} ms`,
  );
}
console.log(`journal of ${(statSync(path).size / 1e6).toFixed(1)} MB written`);
rmSync(folder, { recursive: true });
