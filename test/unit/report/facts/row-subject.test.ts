import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { rowSubject } from '../../../../src/report/facts/row-subject.ts';
import { aPoint, aResult } from '../../../support/a-result.ts';

describe('what several loads have in common', () => {
  const doc = { ...aResult(), points: [aPoint({}), aPoint({})] };
  it('is said with how many of them were measured', () => {
    assert.equal(rowSubject(doc), 'HTTP · 2 of 2 loads measured');
    const missing = [{ name: 'qps=9', reason: 'a worker died' }];
    assert.equal(rowSubject({ ...doc, missing }), 'HTTP · 2 of 3 loads measured');
  });
  it('counts the loads that a sweep never came to', () => {
    const config = { sweep: 'concurrency=1,2,4..64' };
    assert.equal(rowSubject({ ...doc, config }), 'HTTP · 2 of 7 loads measured');
  });
});
