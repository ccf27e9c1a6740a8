import { build, encodeIntoCompressedBase64, type Histogram } from 'hdr-histogram-js';
import { type Counters, noCounters } from '../../src/contract/accounting.ts';
import type {
  EncodedHistograms,
  Failure,
  Interval,
  LatencySummary,
  Percentile,
  PhaseName,
} from '../../src/contract/point.ts';

/** One request of a made-up load; times in ns. */
export interface MadeRequest {
  readonly dueNs: number;
  readonly latenessNs: number;
  readonly queueingNs: number;
  readonly serviceNs: number;
  readonly ending: 'completed' | 'failed' | 'timedOut' | 'aborted' | 'unsent';
}

const SECOND = 1e9;
const PERCENTS = [50, 90, 95, 99, 99.9];

/** A repeatable stream of numbers in [0, 1) (mulberry32). */
export function numbersFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function encode(values: readonly number[]): string {
  const histogram: Histogram = build({
    lowestDiscernibleValue: 1,
    highestTrackableValue: 3600 * SECOND,
    numberOfSignificantValueDigits: 3,
  });
  for (const value of values) histogram.recordValue(Math.max(0, Math.round(value)));
  return encodeIntoCompressedBase64(histogram);
}

const answered = ({ ending }: MadeRequest) => ending === 'completed' || ending === 'timedOut';
const responseNs = (r: MadeRequest) => r.latenessNs + r.queueingNs + r.serviceNs;

export function countersOf(requests: readonly MadeRequest[]): Counters {
  const counters = { ...noCounters(), planned: requests.length };
  for (const { ending } of requests) counters[ending] += 1;
  return counters;
}

export function histogramsOf(requests: readonly MadeRequest[]): EncodedHistograms {
  const good = requests.filter(answered);
  return {
    response: encode(good.map(responseNs)),
    service: encode(good.map((r) => r.serviceNs)),
    lateness: encode(good.map((r) => r.latenessNs)),
    queueing: encode(good.map((r) => r.queueingNs)),
    clean: encode(good.map((r) => r.queueingNs + r.serviceNs)),
    failed: encode(requests.filter((r) => r.ending === 'failed').map(responseNs)),
  };
}

export function summaryOf(
  requests: readonly MadeRequest[],
  latency: (request: MadeRequest) => number,
): LatencySummary {
  const good = requests.filter(answered).map(latency);
  const sorted = good.toSorted((a, b) => a - b);
  const censored = requests.filter(({ ending }) =>
    ['timedOut', 'aborted', 'unsent'].includes(ending),
  ).length;
  const absent = requests.filter(
    ({ ending }) => ending === 'aborted' || ending === 'unsent',
  ).length;
  return {
    count: sorted.length,
    censored,
    meanNs: sorted.length === 0 ? null : Math.round(good.reduce((a, b) => a + b, 0) / good.length),
    minNs: sorted[0] ?? null,
    maxNs: sorted.at(-1) ?? null,
    percentiles: PERCENTS.map((percent) => percentileOf(sorted, percent, censored, absent)),
  };
}

function percentileOf(
  sorted: readonly number[],
  percent: number,
  censored: number,
  absent: number,
): Percentile {
  const all = sorted.length + absent;
  const share = percent / 100;
  const needs = Math.round(10 / (1 - share));
  if (all < needs) return { state: 'too-few', percent, needs };
  const rank = Math.ceil(share * all);
  if (rank > all - censored) return { state: 'beyond', percent, aboveNs: 5 * SECOND };
  const spread = 2 * Math.sqrt(share * (1 - share) * all);
  const at = (place: number) => sorted[Math.max(0, Math.ceil(place) - 1)];
  const high = rank + spread >= all ? null : (at(rank + spread) ?? null);
  return {
    state: 'measured',
    percent,
    valueNs: at(rank) ?? 0,
    lowNs: at(rank - spread) ?? 0,
    highNs: high,
    distorted: false,
    decidedBySeconds: percent === 99.9 ? 4 : null,
  };
}

/** The seconds of a load; an answer counts in the second it came in. */
export function intervalsOf(requests: readonly MadeRequest[], measuredFromNs: number): Interval[] {
  const doneNs = (r: MadeRequest) => r.dueNs + responseNs(r);
  const secondOf = (ns: number) => Math.floor(ns / SECOND);
  const last = Math.max(-1, ...requests.map((r) => secondOf(doneNs(r))));
  return Array.from({ length: last + 1 }, (_, second) => {
    const due = requests.filter((r) => secondOf(r.dueNs) === second);
    const done = requests.filter((r) => secondOf(doneNs(r)) === second);
    const endNs = (second + 1) * SECOND;
    const phase: PhaseName = second * SECOND < measuredFromNs ? 'warmup' : 'measured';
    const ended = (ending: MadeRequest['ending']) => done.filter((r) => r.ending === ending).length;
    const isSent = (r: MadeRequest) => r.ending !== 'unsent';
    return {
      second,
      phase,
      due: due.length,
      sent: due.filter(isSent).length,
      completed: ended('completed'),
      failed: ended('failed'),
      timedOut: ended('timedOut'),
      inFlight: requests.filter((r) => isSent(r) && r.dueNs < endNs && doneNs(r) >= endNs).length,
      waiting: 0,
      stallNs: second === 7 ? 24e6 : 600_000,
      response: encode(done.filter(answered).map(responseNs)),
      service: encode(done.filter(answered).map((r) => r.serviceNs)),
    };
  });
}

export function failuresOf(
  requests: readonly MadeRequest[],
  kind: Pick<Failure, 'reason' | 'message' | 'sample'>,
): Failure[] {
  const failed = requests.filter(({ ending }) => ending === 'failed');
  const [first] = failed;
  const last = failed.at(-1);
  if (!first || !last) return [];
  return [{ ...kind, count: failed.length, firstNs: first.dueNs, lastNs: last.dueNs }];
}
