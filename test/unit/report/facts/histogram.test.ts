import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { decodeFromCompressedBase64 } from 'hdr-histogram-js';
import { readHistogram, readHistograms } from '../../../../src/report/facts/histogram.ts';
import { encode } from '../../../support/a-measurement.ts';

const values = fc.array(fc.integer({ min: 1, max: 60e9 }), { minLength: 1, maxLength: 300 });

/** The value at a rank of the sorted list: what a histogram stands for. */
function naive(list: readonly number[], percent: number): number {
  const sorted = list.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? 0;
}

describe('an encoded histogram', () => {
  it('gives percentiles within its three digits', () => {
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 100 }), (list, percent) => {
        const expected = naive(list, percent);
        const difference = Math.abs(readHistogram(encode(list)).valueNs(percent) - expected);
        assert.ok(difference <= expected * 0.002 + 1);
      }),
    );
  });
  it('gives the very percentiles of the HDR library', () => {
    const percents = fc.oneof(
      fc.double({ min: 0, max: 100, noNaN: true }),
      fc.integer({ min: 0, max: 100 }),
    );
    fc.assert(
      fc.property(values, fc.array(percents, { minLength: 1, maxLength: 5 }), (list, asked) => {
        const encoded = encode(list);
        const [view, library] = [readHistogram(encoded), decodeFromCompressedBase64(encoded)];
        for (const percent of asked) {
          assert.equal(view.valueNs(percent), library.getValueAtPercentile(percent));
        }
      }),
    );
  });
  it('merged with others is the histogram of all their values', () => {
    fc.assert(
      fc.property(values, values, (a, b) => {
        const merged = readHistograms([encode(a), encode(b)]);
        const whole = readHistogram(encode([...a, ...b]));
        assert.equal(merged.total, whole.total);
        assert.equal(merged.maxNs, whole.maxNs);
        assert.equal(merged.valueNs(90), whole.valueNs(90));
      }),
    );
  });
  it('without values has none', () => {
    assert.equal(readHistogram(encode([])).total, 0);
    assert.equal(readHistogram('').total, 0);
  });
  it('that is damaged is an error a person can act on', () => {
    assert.throws(() => readHistogram(`${encode([1, 2, 3]).slice(0, 20)}!`), {
      code: 'result-unreadable',
      message: /histogram of this result is damaged/,
    });
  });
});
