// How often a history raises an alarm, over seeded noise; prints the tables of docs/regression.md
// (after npm run build): node scripts/simulate-history.js [--seeds 2000]
import { parseArgs } from 'node:util';
import { judgeByHistory } from '../dist/src/report/regression/judge-by-history.js';
import { presentLevel, seriesChanges } from '../dist/src/report/regression/series-changes.js';

/** Judged metrics: noise inside of a run, the limit, and how much of the machine and the server they show. */
const METRICS = [
  { better: 'lower', limit: 0.05, within: 0.01, share: 1 },
  { better: 'lower', limit: 0.1, within: 0.03, share: 1 },
  { better: 'higher', limit: 0.05, within: 0.001, share: 0 },
];

const wandering = (kept) => {
  let drift = null;
  return (random) => {
    const step = 0.04 * normal(random);
    drift = drift === null ? step : kept * drift + Math.sqrt(1 - kept ** 2) * step;
    return 0.02 * normal(random) + drift;
  };
};

/** What the machine adds from run to run, on the scale of logarithms. */
const NOISE = {
  'steady (2 %)': () => (random) => 0.02 * normal(random),
  'noisy (5 %)': () => (random) => 0.05 * normal(random),
  'bursts of steal (1 run in 10, +15 %)': () => (random) =>
    0.02 * normal(random) + (random() < 0.1 ? 0.15 : 0),
  'two modes (1 run in 2, +8 %)': () => (random) =>
    0.02 * normal(random) + (random() < 0.5 ? 0.08 : 0),
  'wandering (4 %, half of it kept to the next run)': () => wandering(0.5),
  'wandering (4 %, nine tenths kept)': () => wandering(0.9),
};

/** mulberry32: numbers in [0, 1). */
function numbersFrom(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function normal(random) {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** Values of each metric in `runs` runs; the last `changed` of them are slower by `step`. */
function history(seed, noise, runs, step, changed) {
  const random = numbersFrom(seed * 7919);
  const machine = NOISE[noise]();
  const values = METRICS.map(() => []);
  for (let run = 0; run < runs; run += 1) {
    const level = machine(random) + (run >= runs - changed ? Math.log1p(step) : 0);
    for (const [nth, { share, within }] of METRICS.entries())
      values[nth].push(Math.exp(share * level + within * normal(random)));
  }
  return values;
}

/** Whether `bench history check` would find a lasting change to the worse, or one that is not confirmed. */
function changesIn(values) {
  const worse = METRICS.flatMap(({ better, limit }, nth) =>
    seriesChanges(values[nth], limit).filter(({ before, after }) =>
      better === 'lower' ? after > before : after < before,
    ),
  );
  return {
    confirmed: worse.some(({ isConfirmed }) => isConfirmed),
    unconfirmed: worse.some(({ isConfirmed }) => !isConfirmed),
  };
}

/** What a single run is judged to be, against all before it. */
function newest(values) {
  const verdicts = judgeByHistory(
    METRICS.map(({ better, limit }, nth) => ({
      ...{ better, limit, value: values[nth].at(-1) },
      earlier: presentLevel(values[nth].slice(0, -1).slice(-50), limit),
    })),
  ).map(({ verdict }) => verdict);
  return verdicts.includes('regressed');
}

function percent(count, seeds) {
  return `${((100 * count) / seeds).toFixed(1)} %`;
}

function over(seeds, found) {
  let count = 0;
  for (let seed = 1; seed <= seeds; seed += 1) if (found(seed)) count += 1;
  return percent(count, seeds);
}

/** [runs, how much slower the last of them are, how many these are] */
const SCENES = [
  ...[20, 40, 80].map((runs) => [runs, 0, 0]),
  ...[3, 5, 10].map((changed) => [40, 0.1, changed]),
  ...[10, 20].map((changed) => [40, 0.05, changed]),
];

function titleOf([runs, step, changed]) {
  return step === 0 ? `${runs} runs, same` : `${step * 100} % for ${changed} of ${runs}`;
}

/** "confirmed (not confirmed yet)" in each cell. */
function checkTable(seeds) {
  console.log(`| noise | ${SCENES.map(titleOf).join(' | ')} |`);
  console.log(`| :-- |${' --: |'.repeat(SCENES.length)}`);
  for (const noise of Object.keys(NOISE)) {
    const cells = SCENES.map(([runs, step, changed]) => {
      const found = Array.from({ length: seeds }, (_, seed) =>
        changesIn(history(seed + 1, noise, runs, step, changed)),
      );
      const confirmed = found.filter((one) => one.confirmed).length;
      const unconfirmed = found.filter((one) => !one.confirmed && one.unconfirmed).length;
      return `${percent(confirmed, seeds)} (${percent(unconfirmed, seeds)})`;
    });
    console.log(`| ${[noise, ...cells].join(' | ')} |`);
  }
}

function bandTable(seeds) {
  console.log('| noise | earlier runs | same | slower by 5 % | by 10 % | by 20 % |');
  console.log('| :-- | --: | --: | --: | --: | --: |');
  for (const noise of Object.keys(NOISE)) {
    for (const earlier of [5, 10, 20, 40]) {
      const cells = [0, 0.05, 0.1, 0.2].map((step) =>
        over(seeds, (seed) => newest(history(seed, noise, earlier + 1, step, 1))),
      );
      console.log(`| ${[noise, earlier, ...cells].join(' | ')} |`);
    }
  }
}

const { values } = parseArgs({ options: { seeds: { type: 'string', default: '2000' } } });
checkTable(Number(values.seeds));
console.log();
bandTable(Number(values.seeds));
