import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  type Comparison,
  type Gate,
  LATENCY_CLOCKS,
  meets,
  parseGate,
  printGate,
} from '../../../src/contract/slo.ts';

describe('a condition', () => {
  const cases: [string, Gate][] = [
    [
      'p99<10ms',
      {
        metric: { kind: 'percentile', clock: 'response', percent: 99 },
        comparison: '<',
        limit: 1e7,
      },
    ],
    [
      'p99.9 <= 1.5s',
      {
        metric: { kind: 'percentile', clock: 'response', percent: 99.9 },
        comparison: '<=',
        limit: 1.5e9,
      },
    ],
    ['mean<2ms', { metric: { kind: 'mean', clock: 'response' }, comparison: '<', limit: 2e6 }],
    [
      'service.p99<8ms',
      {
        metric: { kind: 'percentile', clock: 'service', percent: 99 },
        comparison: '<',
        limit: 8e6,
      },
    ],
    ['errors<0.1%', { metric: { kind: 'errors' }, comparison: '<', limit: 0.001 }],
    ['throughput>=199/s', { metric: { kind: 'throughput' }, comparison: '>=', limit: 199 }],
    ['accuracy>=0.95', { metric: { kind: 'accuracy' }, comparison: '>=', limit: 0.95 }],
  ];
  for (const [text, gate] of cases) {
    it(`"${text}" is understood`, () => assert.deepEqual(parseGate(text), gate));
  }
  for (const [text, words] of [
    ['p99', /is not a condition/],
    ['', /is not a condition/],
    ['p0<1ms', /is no metric/],
    ['p100<1ms', /is no metric/],
    ['latency<1ms', /is no metric/],
    ['server.p99<1ms', /is no metric/],
    ['p99<10', /"10" is not a limit for p99; write a duration/],
    ['errors<110%', /is not a limit for errors/],
    ['throughput>=5ms', /is not a limit for throughput/],
    ['p99=10ms', /is not a condition/],
  ] as const) {
    it(`"${text}" is refused with the reason`, () => assert.match(String(parseGate(text)), words));
  }

  const clock = fc.constantFrom(...LATENCY_CLOCKS);
  const comparison = fc.constantFrom<Comparison[]>('<', '<=', '>', '>=');
  const limitNs = fc.integer({ min: 1, max: 1e9 }).map((us) => us * 1000);
  const latency = fc.oneof(
    fc
      .tuple(clock, fc.integer({ min: 1, max: 9999 }))
      .map(([c, n]) => ({ kind: 'percentile', clock: c, percent: n / 100 }) as const),
    fc
      .tuple(clock, fc.constantFrom('mean' as const, 'max' as const))
      .map(([c, kind]) => ({ kind, clock: c }) as const),
  );
  const share = fc.constantFrom({ kind: 'errors' } as const, { kind: 'accuracy' } as const);
  const throughput = fc.constant({ kind: 'throughput' } as const);
  const gates: fc.Arbitrary<Gate> = fc
    .oneof(
      fc.tuple(latency, limitNs),
      fc.tuple(
        share,
        fc.integer({ min: 0, max: 1000 }).map((n) => n / 1000),
      ),
      fc.tuple(throughput, fc.integer({ min: 0, max: 1e6 })),
    )
    .chain(([metric, limit]) => comparison.map((sign) => ({ metric, comparison: sign, limit })));
  it('is printed so that it parses back to itself', () => {
    fc.assert(fc.property(gates, (gate) => assert.deepEqual(parseGate(printGate(gate)), gate)));
  });
  it('an infinite latency meets no upper limit', () => {
    assert.equal(meets(Number.POSITIVE_INFINITY, { comparison: '<', limit: 1e9 }), false);
  });
  for (const [value, sign, passed] of [
    [1, '<', false],
    [1, '<=', true],
    [1, '>', false],
    [1, '>=', true],
    [0.9, '<', true],
    [1.1, '>', true],
  ] as const) {
    it(`${value} ${sign} 1 is ${passed}`, () =>
      assert.equal(meets(value, { comparison: sign, limit: 1 }), passed));
  }
});
