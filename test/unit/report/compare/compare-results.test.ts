import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { comparisonSchema } from '../../../../src/contract/comparison.ts';
import type { ResultDocument } from '../../../../src/contract/result-document.ts';
import { compareResults } from '../../../../src/report/compare/compare-results.ts';
import { limitsFrom } from '../../../../src/report/compare/limits.ts';
import { aRun, somePairs } from './some-pairs.ts';

const DEFAULTS = { limits: limitsFrom({}), isForced: false };
const compare = (results: readonly ResultDocument[], over = {}) =>
  compareResults(results, { ...DEFAULTS, ...over });

function metricOf(results: readonly ResultDocument[], id: string, over = {}) {
  const found = compare(results, over).points[0]?.metrics.find((metric) => metric.id === id);
  assert.ok(found, id);
  return found;
}

function withPoint(
  document: ResultDocument,
  change: (point: ResultDocument['points'][number]) => Partial<ResultDocument['points'][number]>,
): ResultDocument {
  return { ...document, points: document.points.map((point) => ({ ...point, ...change(point) })) };
}

describe('a single pair', () => {
  it('is inconclusive however far apart it is, with the ratio and no interval', () => {
    const { verdict } = compare(somePairs(1, 3));
    const p50 = metricOf(somePairs(1, 3), 'p50');
    assert.equal(verdict, 'inconclusive');
    assert.ok(p50.ratio !== null && p50.ratio > 2.8 && p50.ratio < 3.1, `${p50.ratio}`);
    assert.deepEqual([p50.interval, p50.pairsNeeded], [null, null]);
  });
});

describe('several pairs', () => {
  it('are regressed when B is slower by more than noise and limit', () => {
    const results = somePairs(6, 1.2);
    assert.equal(compare(results).verdict, 'regressed');
    assert.equal(metricOf(results, 'p50').verdict, 'regressed');
    assert.equal(metricOf(results, 'throughput').verdict, 'no-change');
  });

  it('are improved when B is faster', () => {
    assert.equal(compare(somePairs(6, 0.8)).verdict, 'improved');
  });

  it('are no change when B is the same', () => {
    assert.equal(compare(somePairs(6, 1)).verdict, 'no-change');
  });

  it('judge what --limit names, and only show the rest', () => {
    const limits = limitsFrom({ p50: 'off', 'service.p50': '10%' });
    assert.equal(metricOf(somePairs(6, 1.2), 'service.p50', { limits }).verdict, 'regressed');
    assert.equal(metricOf(somePairs(6, 1.2), 'p50', { limits }).verdict, null);
  });

  it('are refused when all of A came before all of B: drift would look like a change', () => {
    const blocks = [aRun(1, 0), aRun(1, 2), aRun(1, 1), aRun(1, 3)];
    assert.throws(() => compare(blocks), {
      code: 'usage',
      message: 'the results were not made alike: order of the runs (A: all first, B: all last)',
    });
    assert.equal(compare(blocks, { isForced: true }).unlike[0]?.field, 'order of the runs');
  });
});

describe('results that were not made alike', () => {
  const [a, b] = [aRun(1, 0), aRun(1, 1)];
  const other: Record<string, ResultDocument> = {
    CPU: { ...b, environment: { ...b.environment, cpuModel: 'Another CPU' } },
    'server version': { ...b, target: { ...b.target, serverVersion: '2.50.0' } },
    tool: { ...b, tool: { ...b.tool, version: '9.9.9' } },
    protocol: withPoint(b, ({ workload }) => ({ workload: { ...workload, protocol: 'grpc' } })),
    ratePerSecond: withPoint(b, ({ workload }) => ({
      workload: { ...workload, ratePerSecond: 300 },
    })),
    'measured ms': withPoint(b, ({ phases }) => ({
      phases: phases.map((phase) => ({ ...phase, durationNs: phase.durationNs * 2 })),
    })),
  };
  for (const [field, unlike] of Object.entries(other)) {
    it(`are refused by the name of the field: ${field}`, () => {
      assert.throws(
        () => compare([a, unlike]),
        (error: Error) => new RegExp(`[:;] ${field} \\(A: `).test(error.message),
      );
      const forced = compare([a, unlike], { isForced: true });
      assert.equal(
        forced.unlike.some((one) => one.field === field),
        true,
      );
    });
  }

  it('are not unlike for what a comparison is about, nor for the seed', () => {
    const revised = {
      ...b,
      environment: { ...b.environment, gitRevision: 'ffff' },
      labels: { pr: '17' },
    };
    const seeded = withPoint(revised, ({ workload }) => ({
      workload: { ...workload, seed: 7, payload: { ...workload.payload, sha256: 'other' } },
    }));
    const fields = compare([a, seeded]).changed.map(({ field }) => field);
    assert.deepEqual(fields, ['git revision', 'seed', 'label pr']);
  });

  it('are unlike where a file of requests has other bytes', () => {
    const withFile = (document: ResultDocument, sha256: string) =>
      withPoint(document, ({ workload }) => ({
        workload: {
          ...workload,
          payload: { ...workload.payload, source: 'requests.json', sha256 },
        },
      }));
    assert.throws(
      () => compare([withFile(a, 'x'), withFile(b, 'y')]),
      /payload sha256 \(A: x, B: y\)/,
    );
  });
});

describe('what cannot be judged', () => {
  it('is a run whose own verdict is invalid, or that was cut off', () => {
    const [a, b] = [aRun(1, 0), aRun(1, 1)];
    const invalid = compare([a, withPoint(b, () => ({ verdict: 'invalid' }))]);
    const interrupted = compare([{ ...a, status: 'interrupted' }, b]);
    assert.deepEqual([invalid.verdict, interrupted.verdict], ['invalid', 'invalid']);
    assert.deepEqual(invalid.points[0]?.faults, [
      'B (run-1) is invalid: its numbers cannot be believed',
    ]);
    assert.deepEqual(interrupted.points[0]?.faults, ['A (run-0) is interrupted, not complete']);
  });

  it('is a pair of which one side failed more', () => {
    const results = [
      aRun(1, 0),
      aRun(1, 1, { endingOf: (random) => (random < 0.05 ? 'failed' : 'completed') }),
    ];
    const { verdict, points } = compare(results);
    assert.equal(verdict, 'invalid');
    assert.match(
      points[0]?.faults[0] ?? '',
      /^0 % of A's requests had no good answer, [45]\S* % of B's/,
    );
  });

  it('is the latency of a saturated run, but not its throughput', () => {
    const results = somePairs(6, 1, { verdict: 'saturated' });
    assert.equal(metricOf(results, 'p50').verdict, 'invalid');
    assert.equal(metricOf(results, 'throughput').verdict, 'no-change');
  });

  it('is a percentile that a run has too few requests for', () => {
    const p99 = metricOf(somePairs(6, 1, { ratePerSecond: 50 }), 'p99');
    assert.deepEqual([p99.verdict, p99.reason], ['invalid', 'A: it needs 1,000 requests']);
  });

  it('is a percentile that our own lateness moved, or that is not in the result', () => {
    const change = (to: 'distorted' | 'missing') => (document: ResultDocument) =>
      withPoint(document, ({ latency }) => ({
        latency: {
          ...latency,
          response: {
            ...latency.response,
            percentiles:
              to === 'missing'
                ? latency.response.percentiles.filter(({ percent }) => percent !== 99)
                : latency.response.percentiles.map((one) =>
                    one.state === 'measured' ? { ...one, distorted: true } : one,
                  ),
          },
        },
      }));
    const [a, b] = [aRun(1, 0), aRun(1, 1)];
    assert.match(metricOf([a, change('distorted')(b)], 'p99').reason ?? '', /^B: lateness/);
    const missing = metricOf([change('missing')(a), change('missing')(b)], 'p99');
    assert.deepEqual([missing.verdict, missing.a, missing.ratio], ['invalid', null, null]);
  });
});

describe('values that nobody measured', () => {
  it('are said to be too far apart, and the comparison can be kept all the same', () => {
    const results = somePairs(2, 1).map((run, index) =>
      withPoint(run, ({ latency }) => ({
        latency: {
          ...latency,
          response: { ...latency.response, meanNs: index === 3 ? 1e308 : 5e-324 },
        },
      })),
    );
    const mean = metricOf(results, 'mean', { limits: limitsFrom({ mean: '5%' }) });
    assert.deepEqual([mean.verdict, mean.ratio, mean.interval], ['invalid', null, null]);
    assert.match(mean.reason ?? '', /too far apart/);
    assert.doesNotThrow(() => comparisonSchema.parse(compare(results)));
  });
});

describe('what is no comparison', () => {
  const [a, b] = [aRun(1, 0), aRun(1, 1)];

  it('is half a pair, the same run twice, or more than 20 pairs', () => {
    assert.throws(() => compare([a, b, aRun(1, 2)]), /3 results make no whole pairs/);
    assert.throws(() => compare([a]), /one result alone cannot be compared/);
    assert.throws(() => compare([a, a]), /run-0 is there twice/);
    const many = Array.from({ length: 42 }, (_, nth) => ({ ...a, id: `run-${nth}` }));
    assert.throws(() => compare(many), /21 pairs are more than 20/);
  });

  it('is a search, and loads of which none is common', () => {
    const named = (document: ResultDocument, ...names: string[]) => ({
      ...document,
      points: names.flatMap((name) => document.points.map((point) => ({ ...point, name }))),
    });
    assert.throws(
      () => compare([named(a, 'qps=1', 'qps=2'), named(b, 'qps=3')]),
      /no load in common: there are qps=1, qps=2, qps=3/,
    );
    assert.throws(() => compare([named(a), named(b)]), /nothing was measured/);
    const common = compare([named(a, 'qps=1', 'qps=2'), named(b, 'qps=2')]);
    assert.deepEqual(
      [common.points.map(({ name }) => name), common.unmatched],
      [['qps=2'], ['qps=1']],
    );
  });
});
