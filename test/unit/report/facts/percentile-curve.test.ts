import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { responseCurve, serviceCurve } from '../../../../src/report/facts/percentile-curve.ts';
import { aPoint } from '../../../support/a-result.ts';

describe('the curve of percentiles', () => {
  const { points, supportedTail, censored } = responseCurve(aPoint());
  it('rises from the fastest request to the slowest', () => {
    assert.equal(points[0]?.tail, 1);
    assert.ok(points.every(({ ns }, index) => index === 0 || ns >= (points[index - 1]?.ns ?? 0)));
    const slowest = aPoint().latency.response.maxNs ?? 0;
    assert.ok(Math.abs((points.at(-1)?.ns ?? 0) - slowest) <= slowest * 0.002);
  });
  it('ends at the last request', () => {
    assert.ok(Math.abs((points.at(-1)?.tail ?? 0) - 1000) < 1e-6);
    assert.equal(censored, 0);
  });
  it('is supported as long as ten requests lie above', () => assert.equal(supportedTail, 100));
  it('passes the median where the table has it', () => {
    const median = points.findLast(({ tail }) => tail <= 2);
    const [p50] = aPoint().latency.response.percentiles;
    assert.ok(median && p50?.state === 'measured');
    assert.ok(Math.abs(median.ns - p50.valueNs) <= p50.valueNs * 0.02);
  });

  describe('of a run whose slowest tenth never came back', () => {
    const lost = aPoint({ endingOf: (random) => (random < 0.1 ? 'unsent' : 'completed') });
    const { planned, unsent } = lost.phases[1]?.counters ?? assert.fail();
    it('ends where those requests begin', () => {
      const curve = responseCurve(lost);
      assert.equal(curve.censored, unsent);
      assert.ok(Math.abs((curve.points.at(-1)?.tail ?? 0) - planned / unsent) < 1e-6);
    });
    it('knows nothing of them where they were never sent', () => {
      assert.equal(serviceCurve(lost).censored, 0);
    });
  });
  it('is not drawn from a handful of requests, or from none', () => {
    for (const shape of [{ ratePerSecond: 1 }, { endingOf: () => 'failed' as const }]) {
      assert.deepEqual(responseCurve(aPoint(shape)).points, []);
    }
  });
});
