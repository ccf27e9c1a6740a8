import type { Percentile } from '../../src/contract/point.ts';
import { simulateLoad } from '../../src/load/simulator/simulate-load.ts';
import type { ServerNature } from '../../src/load/simulator/simulated-server.ts';
import { drawsOf, MS, normal, percentile, queue, RATE, S, thePlan } from './scenes.ts';
import type { Findings, Study, StudyRow } from './study.ts';

const MEDIAN_NS = 10 * MS;
const SIGMA = 0.5;
/** Quantiles of the standard normal distribution. */
const Z = { 50: 0, 99: 2.3263478740408408 } as const;

/**
 * Log-normal service times, places for all. `slowShare` of the variance of the logarithm is a level
 * that all requests share and that wanders with the correlation time `levelS` (Ornstein–Uhlenbeck).
 */
function wandering(seed: number, slowShare: number, levelS: number): () => ServerNature {
  return () => {
    const random = drawsOf(seed);
    let level = normal(random);
    let levelNs = 0;
    const serviceNs = (startNs: number) => {
      const kept = levelS === 0 ? 0 : Math.exp(-(startNs - levelNs) / (levelS * S));
      levelNs = startNs;
      level = kept * level + Math.sqrt(1 - kept * kept) * normal(random);
      const z = Math.sqrt(slowShare) * level + Math.sqrt(1 - slowShare) * normal(random);
      return MEDIAN_NS * Math.exp(SIGMA * z);
    };
    return { places: 400, serviceNs };
  };
}

const row = (
  label: string,
  serverOf: (seed: number) => () => ServerNature,
  trueNs: (percent: 50 | 99) => number,
): StudyRow => ({
  label,
  trial: async (seed): Promise<Findings> => {
    const plan = thePlan(seed);
    const { point } = await simulateLoad({ plan, server: serverOf(seed), seed });
    const [p50, p99] = [percentile(point, 50), percentile(point, 99)];
    return {
      'p50 covered': covers(p50, trueNs(50)),
      'p99 covered': covers(p99, trueNs(99)),
      'p99 open above': Number(p99?.state === 'measured' && p99.highNs === null),
    };
  },
});

function covers(one: Percentile | undefined, trueNs: number): number {
  if (one?.state !== 'measured') return 0;
  return Number(one.lowNs <= trueNs && trueNs <= (one.highNs ?? Number.POSITIVE_INFINITY));
}

const logNormalNs = (percent: 50 | 99): number => MEDIAN_NS * Math.exp(SIGMA * Z[percent]);

/** Sojourn in M/M/1 is exponential with rate μ − λ. */
const sojournNs = (load: number) => (percent: 50 | 99) =>
  (-Math.log(1 - percent / 100) * S) / (RATE / load - RATE);

/** How often the printed 95 % interval holds the true percentile of the process behind the run. */
export const coverageStudy: Study = {
  title: 'Coverage of the 95 % intervals, 30 s at 200/s',
  rows: [
    row('independent', (seed) => wandering(seed, 0, 0), logNormalNs),
    row('half of the variance correlated over 1 s', (seed) => wandering(seed, 0.5, 1), logNormalNs),
    row('half of the variance correlated over 5 s', (seed) => wandering(seed, 0.5, 5), logNormalNs),
    row('all of it correlated over 1 s', (seed) => wandering(seed, 1, 1), logNormalNs),
    row('all of it correlated over 5 s', (seed) => wandering(seed, 1, 5), logNormalNs),
    row('M/M/1, 80 % busy', (seed) => queue(seed, 0.8), sojournNs(0.8)),
  ],
};
