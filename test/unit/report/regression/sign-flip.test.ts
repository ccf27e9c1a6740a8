import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { MOST_PAIRS } from '../../../../src/contract/most-pairs.ts';
import { signFlipP } from '../../../../src/report/regression/sign-flip.ts';

const differences = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), {
  minLength: 1,
  maxLength: 10,
});

describe('the sign-flip test', () => {
  it('gives the smallest p there is when all signs agree: 2^(1 − n)', () => {
    assert.equal(signFlipP([1, 2, 3, 4, 5]), 0.0625);
    assert.equal(signFlipP([-1, -2, -3, -4, -5, -6]), 0.03125);
  });

  it('counts what is as far from 0 by rounding alone', () => {
    assert.equal(signFlipP([0.1, 0.2, -0.3]), 1);
  });

  it('counts by hand: of 1, 1, −1 every choice is as far', () => {
    assert.equal(signFlipP([1, 1, -1]), 1);
    assert.equal(signFlipP([3, 1, -1]), 0.75);
  });

  it('does not care for order, direction or unit', () => {
    fc.assert(
      fc.property(differences, (seen) => {
        const p = signFlipP(seen);
        assert.equal(signFlipP([...seen].reverse()), p);
        assert.equal(signFlipP(seen.map((one) => -one)), p);
        assert.equal(signFlipP(seen.map((one) => one * 1024)), p);
        assert.ok(p >= 2 ** (1 - seen.length) && p <= 1);
      }),
    );
  });

  it('counts the most pairs there may be, too', () => {
    const p = signFlipP(Array.from({ length: MOST_PAIRS }, (_, index) => index + 1));
    assert.equal(p, 2 ** (1 - MOST_PAIRS));
  });
});
