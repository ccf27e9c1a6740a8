import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { kneeWords, loadCurve } from '../../../../src/report/facts/load-curve.ts';
import { aPoint } from '../../../support/a-result.ts';

/** A load that was served in full up to `most` a second, with all the time above it spent waiting. */
function load(ratePerSecond: number, meanNs: number, verdict: 'valid' | 'saturated' | 'invalid') {
  const point = aPoint({ ratePerSecond, seconds: 2, warmupSeconds: 0, verdict });
  const { response } = point.latency;
  return {
    ...point,
    latency: { ...point.latency, response: { ...response, meanNs } },
  };
}

describe('latency against throughput', () => {
  it('needs two loads', () => {
    assert.equal(loadCurve([]), null);
    assert.equal(loadCurve([load(50, 1e6, 'valid')]), null);
  });
  it('goes in the order of the load, whatever order they were measured in', () => {
    const curve = loadCurve([
      load(90, 3e6, 'valid'),
      load(30, 1e6, 'valid'),
      load(60, 1e6, 'valid'),
    ]);
    assert.deepEqual(
      curve?.points.map(({ name }) => name),
      ['30/s', '60/s', '90/s'],
    );
  });
  it('has its knee where throughput over mean response time is greatest', () => {
    const curve = loadCurve([
      load(30, 1e6, 'valid'),
      load(60, 1.2e6, 'valid'),
      load(90, 2.4e6, 'valid'),
    ]);
    assert.equal(curve?.knee?.name, '60/s');
    assert.match(curve ? kneeWords(curve) : '', /^Knee at 60\/s: 60\.0\/s served at 1\.20 ms mean/);
  });
  it('has no knee while throughput still grows faster than latency', () => {
    const curve = loadCurve([
      load(30, 1e6, 'valid'),
      load(60, 1e6, 'valid'),
      load(90, 1e6, 'valid'),
    ]);
    assert.equal(curve?.knee, null);
    assert.match(curve ? kneeWords(curve) : '', /^No knee/);
  });
  it('takes no disturbed measurement for the knee', () => {
    const curve = loadCurve([
      load(30, 1e6, 'valid'),
      load(60, 0.5e6, 'invalid'),
      load(90, 9e6, 'valid'),
    ]);
    assert.equal(curve?.knee?.name, '30/s');
  });
  it('shows the percentile that most loads have', () => {
    const few = aPoint({ ratePerSecond: 60, seconds: 2, warmupSeconds: 0 });
    const more = aPoint({ ratePerSecond: 600, seconds: 2, warmupSeconds: 0 });
    assert.equal(loadCurve([few, more])?.tailPercent, 90);
    assert.equal(loadCurve([more, more])?.tailPercent, 99);
  });
});
