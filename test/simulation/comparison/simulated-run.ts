import type { Point } from '../../../src/contract/point.ts';
import type { ResultDocument } from '../../../src/contract/result-document.ts';
import type { Random } from '../../../src/load/pacing/random.ts';
import { LatencyHistogram } from '../../../src/load/stats/latency-histogram.ts';
import { summarise } from '../../../src/load/stats/percentiles.ts';
import { aResult } from '../../support/a-result.ts';
import { normal, RATE } from '../scenes.ts';
import { SECONDS, type Weather } from './noisy-machine.ts';

const MEDIAN_NS = 5e6;
/** Log-normal: p99 is 2.5 times the median. */
const SHAPE = 0.4;
const SLOW_FACTOR = 3;
const REQUESTS = RATE * SECONDS;
const PERCENTS = [50, 99];
const FIRST_MS = Date.parse('2026-11-23T00:00:00.000Z');
const RUN_MS = 70_000;

/** What a server makes of requests: nanoseconds for one that is due in `second`. */
export function latencies(
  { slowness }: Weather,
  factor: number,
  slowRequests: number,
  random: Random,
): (second: number) => number {
  return (second) => {
    const isSlow = slowRequests > 0 && random() < slowRequests;
    const here = (slowness[second] ?? 1) * factor * (isSlow ? SLOW_FACTOR : 1);
    return MEDIAN_NS * here * Math.exp(SHAPE * normal(random));
  };
}

const histogram = new LatencyHistogram();

/**
 * The result of 60 s at 200/s, Poisson arrivals, request by request, through the shipped histogram and
 * summary: what a whole load in virtual time gives, without its clock, which takes a hundred times as long.
 * @param nth which run of the comparison; they follow each other
 */
export function simulatedRun(
  nth: number,
  weather: Weather,
  latencyNs: (second: number) => number,
  random: Random,
): ResultDocument {
  histogram.reset();
  let served = 0;
  for (let request = 0; request < REQUESTS; request += 1) {
    const dueNs = random() * SECONDS * 1e9;
    const ns = latencyNs(Math.min(SECONDS - 1, Math.floor(dueNs / 1e9)));
    histogram.record(ns);
    if (dueNs + ns < SECONDS * 1e9) served += 1;
  }
  const population = { histogram, missing: 0, timedOut: 0, timeoutNs: 3600e9 };
  const summary = summarise(population, {
    percents: PERCENTS,
    secondsWithin: () => [],
    distorted: () => false,
  });
  return documentOf(nth, summary, served / SECONDS, weather.stealShare);
}

const TEMPLATE = aResult({ ratePerSecond: RATE, seconds: 1, warmupSeconds: 0 });

function documentOf(
  nth: number,
  summary: Point['latency']['response'],
  servedPerSecond: number,
  stealShare: number,
): ResultDocument {
  const startedAt = new Date(FIRST_MS + nth * RUN_MS).toISOString();
  const points = TEMPLATE.points.map((point) => ({
    ...point,
    latency: { ...point.latency, response: summary, service: summary },
    rates: { ...point.rates, servedPerSecond },
    generator: point.generator && { ...point.generator, stealShare },
  }));
  return { ...TEMPLATE, id: `run-${nth}`, startedAt, points };
}
