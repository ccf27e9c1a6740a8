import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { pairsNeededWords } from '../../../../src/report/compare/pairs-needed-words.ts';

describe('how many pairs would tell a change', () => {
  it('is a number where so many can be compared', () =>
    assert.equal(pairsNeededWords(20, 0.05), 'about 20 pairs would tell 5 %'));

  it('is advice to measure otherwise where more would be needed than are ever compared', () =>
    assert.match(pairsNeededWords(21, 0.05), /^more than 20 pairs .* 5 %: measure longer, or on/));
});
