import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { parseStages, printStages, stageArrivals } from '../../../src/contract/stages.ts';
import { parseSweep, printSweep } from '../../../src/contract/sweep.ts';

describe('stages', () => {
  it('are ramps, steps and spikes', () => {
    assert.deepEqual(parseStages('0-200/30s, 200/60s,500/5s'), [
      { fromPerSecond: 0, toPerSecond: 200, durationMs: 30_000 },
      { fromPerSecond: 200, toPerSecond: 200, durationMs: 60_000 },
      { fromPerSecond: 500, toPerSecond: 500, durationMs: 5_000 },
    ]);
  });
  it('send what stands under the rate', () => {
    const stages = parseStages('0-200/30s,200/60s,500/5s');
    assert.ok(typeof stages !== 'string');
    assert.equal(stageArrivals(stages), 3000 + 12_000 + 2500);
  });
  for (const [text, words] of [
    ['', /"" is not a stage/],
    ['200', /"200" is not a stage; write rate\/time/],
    ['200/30', /"30" in stage "200\/30" is not a time/],
    ['200/0', /"0" in stage "200\/0" is not a time/],
    ['-5/30s', /is not a stage/],
    ['1-2-3/30s', /is not a stage/],
    ['200/30s,', /"" is not a stage/],
    ['0/30s', /sends nothing/],
  ] as const) {
    it(`"${text}" is refused with the reason`, () =>
      assert.match(String(parseStages(text)), words));
  }
  const stage = fc.record(
    {
      fromPerSecond: fc.nat(1000),
      toPerSecond: fc.integer({ min: 1, max: 1000 }),
      durationMs: fc.integer({ min: 1000, max: 1e6 }),
    },
    { noNullPrototype: true },
  );
  it('are printed so that they parse back', () => {
    fc.assert(
      fc.property(fc.array(stage, { minLength: 1, maxLength: 5 }), (stages) => {
        assert.deepEqual(parseStages(printStages(stages)), stages);
      }),
    );
  });
});

describe('a sweep', () => {
  for (const [text, values] of [
    ['qps=50,100,200', [50, 100, 200]],
    ['concurrency=1,2,4..64', [1, 2, 4, 8, 16, 32, 64]],
    ['concurrency=1..4', [1, 2, 3, 4]],
    ['qps=10,20..50', [10, 20, 30, 40, 50]],
    ['qps=1,10,100..20000', [1, 10, 100, 1000, 10_000]],
    ['qps=100', [100]],
  ] as const) {
    it(`"${text}" is ${values.join(' ')}`, () => {
      const sweep = parseSweep(text);
      assert.ok(typeof sweep !== 'string', String(sweep));
      assert.deepEqual(sweep.values, values);
      assert.deepEqual(parseSweep(printSweep(sweep)), sweep);
    });
  }
  for (const [text, words] of [
    ['50,100', /is not a sweep; write qps=/],
    ['latency=5', /is not a sweep/],
    ['qps=', /is not a sweep/],
    ['qps=a', /"a" is not a number or a range/],
    ['qps=1..2..3', /is not a number or a range/],
    ['qps=0,5', /more than 0/],
    ['qps=5,4', /must rise/],
    ['concurrency=1.5', /whole numbers/],
    ['concurrency=1..100000', /more than 100 points/],
  ] as const) {
    it(`"${text}" is refused with the reason`, () => assert.match(String(parseSweep(text)), words));
  }
});
