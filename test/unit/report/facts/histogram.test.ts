import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { decodeFromCompressedBase64 } from 'hdr-histogram-js';
import { BenchError } from '../../../../src/contract/bench-error.ts';
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
  it('that would unpack to far more than any has is refused before it does', () => {
    const packed = deflateSync(Buffer.alloc(16 * 1024 * 1024));
    const header = Buffer.alloc(8);
    header.writeUInt32BE(0x1c849314, 0);
    header.writeUInt32BE(packed.length, 4);
    const bomb = Buffer.concat([header, packed]).toString('base64');
    assert.throws(
      () => readHistogram(bomb),
      (error) => {
        assert.ok(error instanceof BenchError && error.code === 'result-unreadable');
        assert.equal((error.cause as NodeJS.ErrnoException).code, 'ERR_BUFFER_TOO_LARGE');
        return true;
      },
    );
  });
  it('of as many different values as there can be is none of those', () => {
    const list = Array.from({ length: 200_000 }, (_, index) => {
      return Math.round(1.001 ** ((index * 7919) % 28_000) + ((index * index) % 100));
    });
    const text = encode(list);
    assert.ok(text.length > 5000, `${text.length}`);
    assert.equal(readHistogram(text).total, list.length);
  });
  it('that is damaged is an error a person can act on', () => {
    assert.throws(() => readHistogram(`${encode([1, 2, 3]).slice(0, 20)}!`), {
      code: 'result-unreadable',
      message: /histogram of this result is damaged/,
    });
  });
});
