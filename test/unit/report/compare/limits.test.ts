import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { limitsFrom } from '../../../../src/report/compare/limits.ts';

describe('--limit', () => {
  it('changes, adds and takes away what is judged', () => {
    assert.deepEqual(limitsFrom({}), { p50: 0.05, p99: 0.1, throughput: 0.05 });
    assert.deepEqual(limitsFrom({ p99: '15%', 'service.p50': '2%', throughput: 'off' }), {
      p50: 0.05,
      p99: 0.15,
      'service.p50': 0.02,
    });
  });

  const wrong: Record<string, [Record<string, string>, RegExp]> = {
    'a metric that nobody knows': [{ p500: '5%' }, /no metric "p500"/],
    'a share without its sign': [{ p50: '5' }, /"5" is no limit for p50/],
    'less than noise': [{ p50: '1%' }, /"1%" is no limit for p50/],
    'nothing left': [{ p50: 'off', p99: 'off', throughput: 'off' }, /nothing is left to judge/],
  };
  for (const [what, [chosen, message]] of Object.entries(wrong)) {
    it(`refuses ${what}`, () => {
      assert.throws(() => limitsFrom(chosen), { code: 'usage', message });
    });
  }

  it('refuses a percentile that is none, or spelt as no report does: it would limit nothing', () => {
    for (const metric of ['p0', 'p00', 'p0.0', 'p05', 'p99.0', 'p99.90', 'service.p50.0', 'p100']) {
      assert.throws(
        () => limitsFrom({ [metric]: '5%' }),
        { message: /there is no metric/ },
        metric,
      );
    }
    const fine = { p1: '5%', 'p0.5': '5%', 'p99.05': '5%', 'service.p90': '5%' };
    assert.deepEqual(limitsFrom({ ...fine, p50: 'off', p99: 'off', throughput: 'off' }), {
      ...{ p1: 0.05, 'p0.5': 0.05, 'p99.05': 0.05, 'service.p90': 0.05 },
    });
  });
});
