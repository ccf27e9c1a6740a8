import type { LatencySummary, Percentile } from '../../../src/contract/point.ts';
import type { ResultDocument } from '../../../src/contract/result-document.ts';
import type { Random } from '../../../src/load/pacing/random.ts';
import { cellOf, highestNsOf } from '../../../src/load/stats/hdr-layout.ts';
import { LatencyHistogram } from '../../../src/load/stats/latency-histogram.ts';
import { rankOf } from '../../../src/load/stats/percentile-rank.ts';
import { summarise } from '../../../src/load/stats/percentiles.ts';
import { aResult } from '../../support/a-result.ts';
import { normal, RATE } from '../scenes.ts';
import { normalShareBelow, orderStatistics, poisson } from './draws.ts';
import { SECONDS, type Weather } from './noisy-machine.ts';

const MEDIAN_NS = 5e6;
/** Log-normal: p99 is 2.5 times the median. */
const SHAPE = 0.4;
const SLOW_FACTOR = 3;
const REQUESTS = RATE * SECONDS;
const PERCENTS = [50, 99];
const FIRST_MS = Date.parse('2026-11-23T00:00:00.000Z');
const RUN_MS = 70_000;

/** A server in its weather: everything takes `factor` times as long, `slowRequests` of it three times that. */
export interface Served {
  readonly weather: Weather;
  readonly factor: number;
  readonly slowRequests: number;
}

/** What the server makes of a request that is due in `second`: nanoseconds. */
export function requestLatency(
  { weather, factor, slowRequests }: Served,
  random: Random,
): (second: number) => number {
  return (second) => {
    const isSlow = slowRequests > 0 && random() < slowRequests;
    const here = (weather.slowness[second] ?? 1) * factor * (isSlow ? SLOW_FACTOR : 1);
    return MEDIAN_NS * here * Math.exp(SHAPE * normal(random));
  };
}

/** p50 and p99 of 60 s at 200/s, Poisson arrivals: every request through the shipped histogram and summary. */
export function percentilesByRequests(served: Served, random: Random): number[] {
  const latencyNs = requestLatency(served, random);
  const histogram = new LatencyHistogram();
  for (let request = 0; request < REQUESTS; request += 1) {
    histogram.record(latencyNs(Math.floor((1 - random()) * SECONDS)));
  }
  const population = { histogram, missing: 0, timedOut: 0, timeoutNs: 3600e9 };
  const untouched = { secondsWithin: () => [], distorted: () => false };
  return summarise(population, { percents: PERCENTS, ...untouched }).percentiles.map((one) =>
    one.state === 'measured' ? one.valueNs : Number.NaN,
  );
}

/**
 * The same two numbers, drawn at once: the requests are independent draws from the mix of all seconds, so
 * the shares of that mix below p50 and p99 are order statistics of uniform deviates, whatever the mix is.
 * Exact, and some fifty times as fast.
 */
export function percentilesAtOnce(served: Served, random: Random): number[] {
  const ranks = PERCENTS.map((percent) => rankOf(percent, REQUESTS));
  const shares = orderStatistics(random, REQUESTS, ranks);
  const mix = mixOf(served);
  return shares.map((share) => highestNsOf(cellOf(Math.exp(quantileOf(mix, share)))));
}

/** Components of the logarithm of the latency: normal with a common deviation. */
interface Mix {
  readonly means: readonly number[];
  readonly slowRequests: number;
}

function mixOf({ weather, factor, slowRequests }: Served): Mix {
  const base = Math.log(MEDIAN_NS * factor);
  return { means: weather.slowness.map((one) => base + Math.log(one)), slowRequests };
}

function shareBelow({ means, slowRequests }: Mix, value: number): number {
  const below = (shift: number) =>
    means.reduce((sum, mean) => sum + normalShareBelow((value - mean - shift) / SHAPE), 0);
  const slow = slowRequests > 0 ? slowRequests * below(Math.log(SLOW_FACTOR)) : 0;
  return ((1 - slowRequests) * below(0) + slow) / means.length;
}

const STEPS = 40;

/** By the Illinois form of false position, to 1e-7: a thousandth of a cell of the histogram. */
function quantileOf(mix: Mix, share: number): number {
  const spread = 4 * SHAPE;
  let low = Math.min(...mix.means) - spread;
  let high = Math.max(...mix.means) + spread + (mix.slowRequests > 0 ? Math.log(SLOW_FACTOR) : 0);
  let [atLow, atHigh] = [shareBelow(mix, low) - share, shareBelow(mix, high) - share];
  for (let step = 0; step < STEPS && high - low > 1e-7; step += 1) {
    const next = (low * atHigh - high * atLow) / (atHigh - atLow);
    const at = shareBelow(mix, next) - share;
    if (Math.abs(at) < 1e-9) return next;
    if (at < 0) [low, atLow, atHigh] = [next, at, atHigh / 2];
    else [high, atHigh, atLow] = [next, at, atLow / 2];
  }
  return (low + high) / 2;
}

const TEMPLATE = aResult({ ratePerSecond: RATE, seconds: 1, warmupSeconds: 0 });

/** The result of one run; `nth`: which of the comparison, they follow each other. */
export function simulatedRun(nth: number, served: Served, random: Random): ResultDocument {
  const values = percentilesAtOnce(served, random);
  const stillOutstanding = poisson(random, (RATE * (values[0] ?? 0)) / 1e9);
  const startedAt = new Date(FIRST_MS + nth * RUN_MS).toISOString();
  const points = TEMPLATE.points.map((point) => {
    const summary = summaryOf(point.latency.response, values);
    return {
      ...point,
      latency: { ...point.latency, response: summary, service: summary },
      rates: { ...point.rates, servedPerSecond: (REQUESTS - stillOutstanding) / SECONDS },
      generator: point.generator && { ...point.generator, stealShare: served.weather.stealShare },
    };
  });
  return { ...TEMPLATE, id: `run-${nth}`, startedAt, points };
}

function summaryOf(template: LatencySummary, values: readonly number[]): LatencySummary {
  const percentiles = PERCENTS.map((percent, index): Percentile => {
    const valueNs = values[index] ?? 0;
    const interval = { lowNs: valueNs, highNs: valueNs };
    return {
      state: 'measured',
      percent,
      valueNs,
      ...interval,
      distorted: false,
      decidedBySeconds: null,
    };
  });
  return { ...template, count: REQUESTS, percentiles };
}
