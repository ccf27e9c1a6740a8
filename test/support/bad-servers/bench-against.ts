import assert from 'node:assert/strict';
import { type Counters, unaccounted } from '../../../src/contract/accounting.ts';
import type { Point } from '../../../src/contract/point.ts';
import type { ResultDocument } from '../../../src/contract/result-document.ts';
import { decodeHistogram } from '../../../src/load/stats/histogram-codec.ts';
import type { LatencyHistogram } from '../../../src/load/stats/latency-histogram.ts';
import { onlyResult } from '../only-result.ts';
import { type BenchEnding, emptyFolder, runBench } from '../run-bench.ts';
import type { BadServer } from './bad-server.ts';

export interface BenchRun extends BenchEnding {
  readonly document: ResultDocument;
  readonly point: Point;
  /** Of the measured phase. */
  readonly counters: Counters;
  readonly response: LatencyHistogram;
}

/** The real command against a server; every phase of its result must add up. */
export async function benchAgainst(
  server: Pick<BadServer, 'url'>,
  args: readonly string[],
  started?: (pid: number) => void,
): Promise<BenchRun> {
  const cwd = emptyFolder();
  // A machine without a processor for seconds must not turn slow answers into lost ones.
  const patient = ['--timeout', '60s', '--drain', '60s'];
  const ending = await runBench(['run', '--url', server.url, ...patient, ...args], cwd, started);
  const document = onlyResult(cwd);
  const [point] = document.points;
  assert.ok(point);
  for (const { counters } of point.phases) assert.equal(unaccounted(counters), 0);
  const counters = point.phases.find(({ name }) => name === 'measured')?.counters;
  assert.ok(counters);
  return {
    ...ending,
    document,
    point,
    counters,
    response: decodeHistogram(point.histograms.response),
  };
}

/** How many of these latencies are at least so long; the histogram rounds by a thousandth. */
export function atLeastMs(histogram: LatencyHistogram, ms: number): number {
  return histogram.count - histogram.countAtOrBelow(ms * 1e6 * 0.999);
}
