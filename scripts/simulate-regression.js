// How often the shipped decision says what, over seeded noise; prints the table of docs/regression.md
// (after npm run build): node scripts/simulate-regression.js [--seeds 2000]
import { parseArgs } from 'node:util';
import { judgeMetrics } from '../dist/src/report/regression/judge-metrics.js';
import { pairedEffect } from '../dist/src/report/regression/paired-effect.js';

const ORDERS = ['AB', 'BA', 'BA', 'AB'];
const RUN_EFFECT = 0.02;
const DRIFT = 0.04;
/** How much of the drift is left one run later. */
const KEPT = 0.9;

/** Metrics of a run: what is noise within it, the limit, and how much of an effect of the server they show. */
const METRICS = [
  { id: 'p50', better: 'lower', limit: 0.05, within: 0.01, share: 1 },
  { id: 'p99', better: 'lower', limit: 0.1, within: 0.03, share: 1 },
  { id: 'throughput', better: 'higher', limit: 0.05, within: 0.001, share: 0 },
];

const NOISE = {
  plain: () => 0,
  'bursts of steal (1 run in 10, +15 %)': (random) => (random() < 0.1 ? 0.15 : 0),
  'two modes (1 run in 2, +8 %)': (random) => (random() < 0.5 ? 0.08 : 0),
  'steady drift (+1 % a run)': (_random, run) => 0.01 * run,
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

/** One comparison: the verdicts of its metrics. */
function verdicts(seed, pairs, effect, noise) {
  const random = numbersFrom(seed * 7919);
  let drift = DRIFT * normal(random);
  let run = 0;
  const values = METRICS.map(() => []);
  for (let pair = 0; pair < pairs; pair += 1) {
    const measured = {};
    for (const side of ORDERS[pair % ORDERS.length].toLowerCase()) {
      const machine = drift + RUN_EFFECT * normal(random) + NOISE[noise](random, run);
      measured[side] = METRICS.map(({ within, share }) => {
        const change = side === 'b' ? Math.log1p(effect) : 0;
        return Math.exp(share * (machine + change) + within * normal(random));
      });
      drift = KEPT * drift + DRIFT * Math.sqrt(1 - KEPT ** 2) * normal(random);
      run += 1;
    }
    for (const [index] of METRICS.entries())
      values[index].push({ a: measured.a[index], b: measured.b[index] });
  }
  const metrics = METRICS.map((metric, index) => ({
    ...metric,
    effect: pairedEffect(values[index]),
  }));
  return judgeMetrics(metrics).map(({ verdict }) => verdict);
}

function row(noise, effect, pairs, seeds) {
  const counts = { regressed: 0, improved: 0, p50: 0 };
  for (let seed = 1; seed <= seeds; seed += 1) {
    const found = verdicts(seed, pairs, effect, noise);
    if (found.includes('regressed')) counts.regressed += 1;
    else if (found.includes('improved')) counts.improved += 1;
    if (found[0] === 'regressed') counts.p50 += 1;
  }
  const cells = [counts.regressed, counts.improved, counts.p50].map(
    (count) => `${((100 * count) / seeds).toFixed(1)} %`,
  );
  return `| ${[noise, `${effect * 100} %`, pairs, ...cells].join(' | ')} |`;
}

const { values } = parseArgs({ options: { seeds: { type: 'string', default: '2000' } } });
const seeds = Number(values.seeds);
console.log('| noise | B slower by | pairs | regressed | improved | p50 regressed |');
console.log('| :-- | --: | --: | --: | --: | --: |');
for (const noise of Object.keys(NOISE)) {
  for (const pairs of [5, 8, 12]) {
    for (const effect of [0, 0.05, 0.1]) console.log(row(noise, effect, pairs, seeds));
  }
}
