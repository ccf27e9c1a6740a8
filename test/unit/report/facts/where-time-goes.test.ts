import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { whereTimeGoes } from '../../../../src/report/facts/where-time-goes.ts';
import { aPoint } from '../../../support/a-result.ts';

const point = aPoint();
const server = point.server ?? assert.fail();

describe('where the time goes', () => {
  it('is cut so that the parts are the mean response time', () => {
    const total = whereTimeGoes(point)?.reduce((sum, { meanNs }) => sum + meanNs, 0) ?? 0;
    assert.ok(Math.abs(total - (point.latency.response.meanNs ?? 0)) < 5);
  });
  it('has no negative part', () => {
    assert.ok(whereTimeGoes(point)?.every(({ meanNs }) => meanNs >= 0));
  });
  const unknown = [
    ['the server does not tell', { ...point, server: null }],
    ['one of its means is missing', { ...point, server: { ...server, meanQueueNs: null } }],
    ['it restarted', { ...point, server: { ...server, restarted: true } }],
    ['it says more than we saw', { ...point, server: { ...server, meanComputeInferNs: 9e9 } }],
    ['requests never came back', aPoint({ endingOf: (r) => (r < 0.1 ? 'unsent' : 'completed') })],
    ['nothing was answered', aPoint({ endingOf: () => 'failed' })],
  ] as const;
  for (const [why, other] of unknown) {
    it(`is not said when ${why}`, () => assert.equal(whereTimeGoes(other), null));
  }
});
