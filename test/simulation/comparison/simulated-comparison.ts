import type { ResultDocument } from '../../../src/contract/result-document.ts';
import { compareResults } from '../../../src/report/compare/compare-results.ts';
import { disturbanceOf } from '../../../src/report/compare/disturbed-pair.ts';
import { limitsFrom } from '../../../src/report/compare/limits.ts';
import { runMetrics } from '../../../src/report/compare/run-metrics.ts';
import type { GatingMetric } from '../../../src/report/regression/judge-metrics.ts';
import { pairedEffect } from '../../../src/report/regression/paired-effect.ts';
import { drawsOf } from '../scenes.ts';
import type { Findings } from '../study.ts';
import { type Noise, noisyMachine } from './noisy-machine.ts';
import { DECISIONS } from './other-decisions.ts';
import { simulatedRun } from './simulated-run.ts';

const ORDERS = ['AB', 'BA', 'BA', 'AB'] as const;
const OPTIONS = { limits: limitsFrom({}), isForced: false };
/** Of the pairs, as many may be measured once more. */
const REPEATED_AT_MOST = 1 / 4;

export interface Question {
  readonly noise: Noise;
  /** B takes longer by this share. */
  readonly effect: number;
  readonly pairs: number;
  /** Pairs that theft disturbed are measured again at the end. */
  readonly isRepeating: boolean;
}

/** One whole comparison, as it is made in truth: pairs in turn, and fresh ones after "regressed". */
export function simulatedComparison(seed: number, question: Question): Findings {
  const measure = pairMaker(seed, question);
  const first = compareResults(measuredPairs(measure, question).flat(), OPTIONS);
  const p50 = first.points[0]?.metrics.find(({ id }) => id === 'p50');
  const isRegressed = first.verdict === 'regressed';
  const confirmed =
    isRegressed &&
    compareResults(measuredPairs(measure, question).flat(), OPTIONS).verdict === 'regressed';
  return {
    regressed: Number(isRegressed),
    'p50 regressed': Number(p50?.verdict === 'regressed'),
    'regressed and confirmed': Number(confirmed),
    improved: Number(first.verdict === 'improved'),
    inconclusive: Number(first.verdict === 'inconclusive'),
    'half of the p50 interval, %': halfOf(p50?.interval ?? null),
  };
}

/** Which ways of deciding find that any metric changed, in the same pairs. */
export function decisionsOn(seed: number, question: Question): Findings {
  const pairs = measuredPairs(pairMaker(seed, question), question);
  const metrics = compareResults(pairs.flat(), OPTIONS).points.flatMap((point) => point.metrics);
  const gating = metrics.flatMap(({ id, limit }) =>
    limit === null ? [] : [gatingMetric(id, limit, pairs)],
  );
  return Object.fromEntries(
    Object.entries(DECISIONS).map(([name, decide]) => [
      name,
      Number(decide(gating).includes(true)),
    ]),
  );
}

function gatingMetric(id: string, limit: number, pairs: readonly Pair[]): GatingMetric {
  const valueIn = (run: ResultDocument) =>
    run.points.flatMap((point) => runMetrics(point, [50, 99])).find((one) => one.id === id)?.value;
  const values = pairs.map(([a, b]) => ({ a: valueIn(a) ?? 0, b: valueIn(b) ?? 0 }));
  const better = id === 'throughput' ? 'higher' : 'lower';
  return { id, better, limit, effect: pairedEffect(values) };
}

type Pair = readonly [a: ResultDocument, b: ResultDocument];

function pairMaker(seed: number, { noise, effect }: Question): () => Pair {
  const nextWeather = noisyMachine(seed, noise);
  const random = drawsOf(seed, 12);
  let pair = 0;
  const run = (place: number, factor: number) => {
    const served = { weather: nextWeather(), factor, slowRequests: noise.slowRequests };
    return simulatedRun(2 * pair + place, served, random);
  };
  return () => {
    const isAFirst = ORDERS[pair % ORDERS.length] === 'AB';
    const first = run(0, isAFirst ? 1 : 1 + effect);
    const second = run(1, isAFirst ? 1 + effect : 1);
    pair += 1;
    return isAFirst ? [first, second] : [second, first];
  };
}

function measuredPairs(measure: () => Pair, { pairs, isRepeating }: Question): Pair[] {
  const all = Array.from({ length: pairs }, measure);
  let left = isRepeating ? Math.floor(pairs * REPEATED_AT_MOST) : 0;
  for (let place = 0; place < all.length; place += 1) {
    while (left > 0 && isDisturbed(all[place])) {
      all[place] = measure();
      left -= 1;
    }
  }
  return all;
}

function isDisturbed(pair: Pair | undefined): boolean {
  return pair !== undefined && disturbanceOf(...pair) !== null;
}

function halfOf(interval: { readonly low: number; readonly high: number } | null): number {
  return interval === null ? 0 : 50 * Math.log(interval.high / interval.low);
}
