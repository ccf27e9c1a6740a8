import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  bytes,
  count,
  exactRate,
  exactTime,
  margin,
  memory,
  rate,
  ratio,
  share,
  time,
  timeRange,
} from '../../../../src/report/render/quantity.ts';

function shows(cases: readonly (readonly [string, string])[]): void {
  for (const [actual, expected] of cases) {
    it(`says ${expected}`, () => assert.equal(actual, expected));
  }
}

describe('a time', () => {
  shows([
    [time(0), '0 ns'],
    [time(850), '850 ns'],
    [time(999.6), '1.00 µs'],
    [time(1_234), '1.23 µs'],
    [time(999_600), '1.00 ms'],
    [time(1_234_567), '1.23 ms'],
    [time(12_345_678), '12.3 ms'],
    [time(123_456_789), '123 ms'],
    [time(5e9), '5.00 s'],
    [time(3_600e9), '3,600 s'],
  ]);
  it('keeps three digits, whatever its size', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1000, max: 1e15 }), (ns) => {
        const [digits = '', unit = ''] = time(ns).replaceAll(',', '').split(' ');
        const factor = { ns: 1, µs: 1e3, ms: 1e6, s: 1e9 }[unit] ?? Number.NaN;
        assert.ok(Math.abs(Number(digits) * factor - ns) <= ns * 0.0051, `${time(ns)} for ${ns}`);
      }),
    );
  });
});

describe('a time that was chosen', () => {
  shows([
    [exactTime(0), '0 s'],
    [exactTime(10e6), '10 ms'],
    [exactTime(12_345e3), '12.345 ms'],
    [exactTime(90e9), '90 s'],
  ]);
});

describe('a range of times', () => {
  shows([
    [timeRange(1.2e6, 1.31e6), '1.20 … 1.31 ms'],
    [timeRange(980e3, 1.02e6), '980 µs … 1.02 ms'],
  ]);
});

describe('a rate', () => {
  shows([
    [rate(0), '0/s'],
    [rate(0.5), '0.500/s'],
    [rate(200), '200.0/s'],
    [rate(999.96), '1,000/s'],
    [rate(12_345.6), '12,346/s'],
    [exactRate(200), '200/s'],
    [exactRate(0.01), '0.01/s'],
    [exactRate(15_000), '15,000/s'],
  ]);
});

describe('a share', () => {
  shows([
    [share(0), '0 %'],
    [share(1), '100 %'],
    [share(0.961), '96.1 %'],
    [share(0.01), '1 %'],
    [share(0.0000123), '0.00123 %'],
    [share(0.99996), '99.996 %'],
    [share(1e7), '1,000,000,000 %'],
    [share(1e308), 'over 1,000,000,000 %'],
    [margin(-0.052), '−5.2 %'],
    [margin(0.44), '+44 %'],
  ]);
  it('reads 0 % and 100 % only when it is that', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e9 }),
        fc.integer({ min: 1, max: 1e9 }),
        (part, rest) => {
          const shown = share(part / (part + rest));
          assert.ok(Number.parseFloat(shown) > 0 && Number.parseFloat(shown) < 100, shown);
        },
      ),
    );
  });
});

describe('a size, a count, a number without a unit', () => {
  shows([
    [bytes(17), '17 B'],
    [bytes(3_343), '3.34 kB'],
    [bytes(25_690_112), '25.7 MB'],
    [memory(16 * 2 ** 30), '16.0 GiB'],
    [count(6000), '6,000'],
    [count(1_234_567), '1,234,567'],
    [ratio(2.3456), '2.35'],
  ]);
});
