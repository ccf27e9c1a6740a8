import type { Point, Rule, Workload } from '../../src/contract/point.ts';
import { type Gate, parseGate } from '../../src/contract/slo.ts';
import { createRandom, type Random } from '../../src/load/pacing/random.ts';
import { type Scene, simulateLoad } from '../../src/load/simulator/simulate-load.ts';
import type { LoopPause } from '../../src/load/simulator/simulated-loop.ts';
import type { ServerNature } from '../../src/load/simulator/simulated-server.ts';
import { aLoadPlan } from '../support/a-load-plan.ts';
import type { Findings } from './study.ts';

export const MS = 1e6;
export const S = 1e9;
export const RATE = 200;

/** A load plan of 5 + 30 s at 200/s, Poisson, without any cap that would matter. */
export function thePlan(seed: number, over: Parameters<typeof aLoadPlan>[0] = {}) {
  const open: Partial<Workload> = { arrivals: 'poisson', ratePerSecond: RATE, timeoutNs: 3600 * S };
  const room = { maxInFlight: 10_000, connections: 10_000 };
  return aLoadPlan({ ...open, ...room, seed, warmupS: 5, measuredS: 30, drainS: 60, ...over });
}

/** Draws that have nothing to do with the arrivals of the same seed. */
export const drawsOf = (seed: number, stream = 1): Random => createRandom(seed, 0xd4a0 + stream);

export const exponential = (random: Random, mean: number): number => -Math.log(random()) * mean;

/** Box and Muller's normal deviate. */
export function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());
}

/** A queue before `places` servers that are busy for `load` of the time; memoryless service. */
export function queue(seed: number, load: number, places = 1): () => ServerNature {
  return () => {
    const random = drawsOf(seed);
    return { places, serviceNs: () => exponential(random, (places * load * S) / RATE) };
  };
}

/** Standstills of our own loop in 5 + 30 s: a Poisson stream, lengths exponential. */
export function ownPauses(
  seed: number,
  perSecond: number,
  meanMs: number,
  cause: LoopPause['cause'] = 'work',
): LoopPause[] {
  const random = drawsOf(seed, 2);
  const pauses: LoopPause[] = [];
  for (let atNs = 0; ; ) {
    atNs += exponential(random, S / perSecond);
    if (atNs >= 35 * S) return pauses;
    pauses.push({ atNs, forNs: exponential(random, meanMs * MS), cause });
  }
}

export function gate(text: string): Gate {
  const parsed = parseGate(text);
  if (typeof parsed === 'string') throw new TypeError(parsed);
  return parsed;
}

export const hasFired = (point: Point, name: Rule['rule']): number =>
  Number(point.rules.some(({ rule, fired }) => fired && rule === name));

export const percentile = (point: Point, percent: number) =>
  point.latency.response.percentiles.find((one) => one.percent === percent);

const isMarked = (point: Point, percent: number): number => {
  const one = percentile(point, percent);
  return Number(one?.state === 'measured' && one.distorted);
};

/** Verdict and marks of one simulated run. */
export async function verdictOf(scene: Scene): Promise<Findings> {
  const { point } = await simulateLoad(scene);
  const p99 = percentile(point, 99);
  return {
    invalid: Number(point.rules.some(({ fired, verdict }) => fired && verdict === 'invalid')),
    saturated: Number(point.rules.some(({ fired, verdict }) => fired && verdict === 'saturated')),
    'p90 marked': isMarked(point, 90),
    'p99 marked': isMarked(point, 99),
    'p99 in ms': p99?.state === 'measured' ? p99.valueNs / MS : Number.POSITIVE_INFINITY,
  };
}
