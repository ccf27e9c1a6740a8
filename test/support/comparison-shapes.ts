import type { ComparisonDocument } from '../../src/contract/comparison-document.ts';
import type { ResultDocument } from '../../src/contract/result-document.ts';
import { aComparison } from './a-comparison.ts';
import { aPoint, aResult, type RunShape } from './a-result.ts';
import { HOSTILE } from './result-shapes.ts';

const MINUTE_MS = 60_000;
const FIRST_MS = Date.parse('2026-11-23T14:30:15.000Z');
/** How far the runs of each pair are off, A and B: noise that is the same every time. */
const NOISE = [
  [0.004, -0.011],
  [-0.018, 0.013],
  [0.022, 0.006],
  [-0.007, -0.021],
  [0.012, 0.019],
  [-0.014, 0.002],
  [0.009, -0.006],
  [-0.003, 0.016],
] as const;

/** The n-th run that was measured, everything in it `factor` times as slow as usual. */
function run(nth: number, factor: number, shape: RunShape = {}): ResultDocument {
  const serviceNs = (random: number) => {
    const tail = random > 0.97 ? (random - 0.97) * 400e6 : 0;
    return Math.round(factor * (4e6 + 2e6 * random + tail));
  };
  const document = aResult({ ratePerSecond: 200, seconds: 8, serviceNs, ...shape });
  const at = (ms: number) => new Date(FIRST_MS + nth * MINUTE_MS + ms).toISOString();
  const id = `20261123-143015-mnist_mlp-200qps-${String(nth).padStart(4, '0')}`;
  return { ...document, id, startedAt: at(0), finishedAt: at(12_000) };
}

/** A1, B1, A2, B2, … in the order AB BA BA AB, B slower by `change`, noise `scale` times as large. */
function pairs(count: number, change: number, scale = 1, shape: RunShape = {}): ResultDocument[] {
  return Array.from({ length: count }, (_, pair) => {
    const isAFirst = [0, 3].includes(pair % 4);
    const [ofA, ofB] = NOISE[pair % NOISE.length] ?? [0, 0];
    const a = run(2 * pair + (isAFirst ? 0 : 1), 1 + scale * ofA, shape);
    const b = run(2 * pair + (isAFirst ? 1 : 0), (1 + change) * (1 + scale * ofB), shape);
    return [a, b];
  }).flat();
}

function robbed(document: ResultDocument, stealShare: number): ResultDocument {
  const points = document.points.map((point) => ({
    ...point,
    generator: point.generator && { ...point.generator, stealShare },
  }));
  return { ...document, points };
}

/** Every shape of a comparison that a report has to survive, by name. */
export const COMPARISON_SHAPES: Readonly<Record<string, () => ComparisonDocument>> = {
  regressed: () => aComparison(pairs(6, 0.12)),
  improved: () => aComparison(pairs(6, -0.12)),
  'no-change': () => aComparison(pairs(4, 0, 0.4)),
  noisy: () => aComparison(pairs(4, 0.04, 3)),
  single: () => aComparison(pairs(1, 0.1)),
  invalid: () => {
    const results = pairs(3, 0.02);
    const [first, second, ...others] = results;
    if (!first || !second) return aComparison(results);
    const disturbed = run(1, 1, { verdict: 'invalid', fired: ['busy-loop'], seconds: 8 });
    return aComparison([first, disturbed, ...others]);
  },
  confirmation: () => confirmation(),
  interrupted: () => interrupted(),
  nothing: () => {
    const whole = aComparison(pairs(1, 0));
    const over = { origin: 'ab', status: 'failed', verdict: 'invalid', exitCode: 4 } as const;
    const left = whole.pairs.map((pair) => ({
      ...{ ...pair, b: null, judged: false },
      why: 'the server of B was lost',
    }));
    return { ...whole, ...over, runs: whole.runs.slice(0, 1), pairs: left, comparison: null };
  },
  loads: () => {
    const results = pairs(3, 0.1).map((document, index) => {
      const points = [50, 100, 200].map((ratePerSecond) => {
        const factor = index % 2 === 1 && ratePerSecond === 200 ? 1.3 : 1 + 0.004 * (index % 3);
        const serviceNs = (random: number) => Math.round(factor * (3e6 + 3e6 * random));
        const shape = { ratePerSecond, seconds: 4, warmupSeconds: 1, serviceNs };
        return { ...aPoint(shape), name: `qps=${ratePerSecond}` };
      });
      return { ...document, points };
    });
    return aComparison(results);
  },
  hostile: () => {
    const [a, b] = pairs(1, 0.1, 1, {
      modelName: HOSTILE,
      labels: { [HOSTILE]: HOSTILE },
      seconds: 3,
    });
    if (!a || !b) return aComparison([]);
    const named = { ...b, id: HOSTILE, labels: { [HOSTILE]: 'tame' } };
    const whole = aComparison([a, named], { notes: [HOSTILE], command: HOSTILE, id: HOSTILE });
    const why = HOSTILE;
    const left = { order: 'BA', a: null, b: null, role: 'repeat', judged: false, why } as const;
    const targets = { a: HOSTILE, b: HOSTILE };
    return { ...whole, targets, pairs: [...whole.pairs, left] };
  },
  unicode: () =>
    aComparison(
      pairs(2, 0.02, 1, { modelName: '模型_数字·ÄÖü·👩‍🔬', labels: { stadt: 'Zürich' } }),
      {
        targets: { a: 'http://サーバー.example:8000', b: 'http://διακομιστής.example:8000' },
      },
    ),
};

/** Two pairs first, one of them twice because of an invalid run, then four fresh ones that are judged. */
function confirmation(): ComparisonDocument {
  const results = pairs(7, 0.2);
  const judged = aComparison(results.slice(6));
  const [first, invalid, again] = aComparison(results.slice(0, 6)).pairs;
  if (!first || !invalid || !again) return judged;
  const byConfirmation = 'the verdict rests on the confirmation';
  const disturbed = results.map((one, index) => (index === 9 ? robbed(one, 0.13) : one));
  return {
    ...judged,
    ...{
      origin: 'ab',
      command: 'bench ab --a-url http://127.0.0.1:8000 --b-url http://127.0.0.1:9000',
    },
    targets: { a: 'http://127.0.0.1:8000', b: 'http://127.0.0.1:9000' },
    runs: disturbed.sort((x, y) => x.startedAt.localeCompare(y.startedAt)),
    pairs: [
      { ...first, judged: false, why: byConfirmation },
      { ...invalid, judged: false, why: 'B is invalid: the generator was too busy' },
      { ...again, role: 'repeat', judged: false, why: byConfirmation },
      ...judged.pairs.map((pair) => ({ ...pair, role: 'confirmation' as const })),
    ],
    notes: ['The first 2 pairs said "regressed": 4 fresh ones decide.'],
  };
}

function interrupted(): ComparisonDocument {
  const results = pairs(3, 0.01);
  const whole = aComparison(results.slice(0, 4));
  const half = results[4];
  if (!half) return whole;
  const left = { a: half.id, b: null, role: 'first', judged: false, why: 'interrupted' } as const;
  return {
    ...whole,
    ...{ origin: 'ab', status: 'interrupted', exitCode: 130 },
    runs: [...whole.runs, half],
    pairs: [...whole.pairs, { ...left, order: 'BA' }],
  };
}
