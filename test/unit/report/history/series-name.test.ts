import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { seriesName } from '../../../../src/report/history/series-name.ts';
import { aResult } from '../../../support/a-result.ts';

describe('the series of a result that names none', () => {
  it('is its job', () => {
    assert.equal(seriesName(aResult({ labels: { job: 'nightly' } })), 'nightly');
  });
  it('else its model and load', () => {
    assert.equal(seriesName(aResult({ modelName: 'resnet' })), 'resnet qps=100');
    assert.equal(seriesName({ ...aResult(), points: [] }), 'no model sweep of 0');
  });
  it('is always one that a folder can have', () => {
    const name = seriesName(aResult({ labels: { job: `\u0000\ud800${'x'.repeat(500)}` } }));
    assert.equal(name, `__${'x'.repeat(98)}`);
    assert.equal(seriesName(aResult({ labels: { job: '' } })), 'unnamed');
  });
});
