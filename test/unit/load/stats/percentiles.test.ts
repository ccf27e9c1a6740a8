import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Percentile } from '../../../../src/contract/point.ts';
import { LatencyHistogram } from '../../../../src/load/stats/latency-histogram.ts';
import { summarise } from '../../../../src/load/stats/percentiles.ts';
import type { Population } from '../../../../src/load/stats/population.ts';
import { MS, SECOND } from './a-shard-plan.ts';
import { uniforms } from './uniforms.ts';

const TIMEOUT_NS = 5 * SECOND;

interface Load {
  /** Latencies of the answers, second by second. */
  readonly seconds: readonly (readonly number[])[];
  readonly missing?: number;
  readonly timedOut?: number;
}

/** The percentile of a load, time-outs and missing ones counted as slower than all. */
function percentileOf(percent: number, { seconds, missing = 0, timedOut = 0 }: Load): Percentile {
  const histogram = new LatencyHistogram();
  for (const ns of seconds.flat()) histogram.record(ns);
  const population: Population = { histogram, missing, timedOut, timeoutNs: TIMEOUT_NS };
  const { percentiles } = summarise(population, {
    percents: [percent],
    secondsWithin: (values) =>
      seconds.map((answers) => ({
        count: answers.length,
        within: values.map((value) => answers.filter((ns) => ns <= value).length),
      })),
    distorted: () => false,
  });
  return percentiles[0] as Percentile;
}

function measured(percent: number, load: Load): Percentile & { state: 'measured' } {
  const percentile = percentileOf(percent, load);
  assert.equal(percentile.state, 'measured');
  return percentile as Percentile & { state: 'measured' };
}

/** Seconds of `perSecond` answers each, 1 ms, 2 ms, 3 ms … in turn over the whole load. */
function rising(seconds: number, perSecond: number): number[][] {
  return Array.from({ length: seconds }, (_, second) =>
    Array.from({ length: perSecond }, (_, i) => (i * seconds + second + 1) * MS),
  );
}

const near = (actual: number, exact: number) =>
  assert.ok(Math.abs(actual - exact) <= exact / 500, `${actual} should be ${exact}`);

describe('a percentile', () => {
  it('is printed from the first number of requests that tells it, not one earlier', () => {
    assert.equal(percentileOf(90, { seconds: rising(10, 10) }).state, 'measured');
    assert.deepEqual(percentileOf(90, { seconds: rising(9, 11) }), {
      state: 'too-few',
      percent: 90,
      needs: 100,
    });
  });

  it('is the value that its share of the requests does not exceed', () => {
    near(measured(50, { seconds: rising(10, 100) }).valueNs, 500 * MS);
    near(measured(99, { seconds: rising(10, 100) }).valueNs, 990 * MS);
  });

  it('counts requests that never came back as the slowest', () => {
    const seconds = rising(10, 90);
    near(measured(50, { seconds, missing: 100 }).valueNs, 500 * MS);
    near(measured(90, { seconds, missing: 100 }).valueNs, 900 * MS);
    const beyond = percentileOf(91, { seconds, missing: 100 });
    assert.equal(beyond.state, 'beyond');
    near(beyond.state === 'beyond' ? beyond.aboveNs : 0, 900 * MS);
  });

  it('of a server asked for twice what it can do is "> 5 s", not 5.05 s', () => {
    const seconds = Array.from({ length: 30 }, () => [
      ...new Array<number>(20).fill(4 * SECOND),
      ...new Array<number>(20).fill(5.05 * SECOND),
    ]);
    const timedOut = 600;
    assert.equal(percentileOf(50, { seconds, timedOut }).state, 'measured');
    const p60 = percentileOf(60, { seconds, timedOut });
    near(p60.state === 'beyond' ? p60.aboveNs : 0, 5.05 * SECOND);
    const atDeadline = seconds.map((answers) => answers.map((ns) => Math.min(ns, TIMEOUT_NS)));
    assert.deepEqual(percentileOf(60, { seconds: atDeadline, timedOut }), {
      state: 'beyond',
      percent: 60,
      aboveNs: TIMEOUT_NS,
    });
  });

  it('above the timeout is known as long as nothing timed out', () => {
    const seconds = Array.from({ length: 30 }, () => new Array<number>(20).fill(7 * SECOND));
    near(measured(50, { seconds }).valueNs, 7 * SECOND);
    assert.equal(percentileOf(50, { seconds, timedOut: 1 }).state, 'beyond');
  });
});

describe('the interval of a percentile', () => {
  it('of independent requests is about the binomial one, and holds the value', () => {
    const { lowNs, valueNs, highNs } = measured(50, { seconds: rising(30, 100) });
    const ranks = 1.96 * Math.sqrt(0.25 * 3000);
    near(lowNs, (1500 - ranks) * MS);
    near(highNs ?? 0, (1500 + ranks) * MS);
    assert.ok(lowNs < valueNs && valueNs < (highNs ?? 0));
  });

  it('is much wider when whole seconds are slow together', () => {
    const load = (isSlow: (second: number, i: number) => boolean) =>
      Array.from({ length: 30 }, (_, second) =>
        Array.from({ length: 100 }, (_, i) => ((isSlow(second, i) ? 1000 : 10) + i) * MS),
      );
    const together = measured(60, { seconds: load((second) => second % 3 === 0) });
    assert.ok((together.highNs ?? 0) > 1000 * MS);
    const spread = measured(60, { seconds: load((_, i) => i % 3 === 0) });
    assert.ok((spread.highNs ?? 0) < 1000 * MS);
  });

  it('is open above when its rank is past the last request', () => {
    assert.equal(measured(99, { seconds: rising(10, 100) }).highNs === null, false);
    const burst = rising(10, 100).map((answers, second) =>
      answers.map((ns) => (second === 4 ? ns + SECOND : ns)),
    );
    assert.equal(measured(99, { seconds: burst }).highNs, null);
  });

  it('is open above when its rank is among requests that never came back', () => {
    const seconds = rising(30, 100);
    assert.notEqual(measured(90, { seconds }).highNs, null);
    assert.equal(measured(90, { seconds, missing: 300 }).highNs, null);
  });

  it('holds the true value about as often as it says', () => {
    const uniform = uniforms(20260821);
    const RUNS = 300;
    let [independent, together] = [0, 0];
    for (let run = 0; run < RUNS; run += 1) {
      const alone = Array.from({ length: 30 }, () =>
        Array.from({ length: 40 }, () => -Math.log(uniform()) * SECOND),
      );
      if (holds(measured(50, { seconds: alone }), Math.LN2 * SECOND)) independent += 1;
      const correlated = alone.map((answers) => {
        const level = uniform();
        return answers.map((ns) => ns * 0.1 + level * SECOND);
      });
      if (holds(measured(50, { seconds: correlated }), 0.58 * SECOND)) together += 1;
    }
    assert.ok(independent >= 0.95 * RUNS, `${independent} of ${RUNS}`);
    assert.ok(together >= 0.9 * RUNS, `${together} of ${RUNS}`);
  });
});

function holds({ lowNs, highNs }: { lowNs: number; highNs: number | null }, ns: number): boolean {
  return lowNs <= ns && ns <= (highNs ?? Number.POSITIVE_INFINITY);
}

describe('a percentile decided by few seconds', () => {
  const slowIn = (slowSeconds: number) =>
    rising(30, 100).map((answers, second) =>
      answers.map((ns, i) => (second < slowSeconds && i < 8 ? ns + 100 * SECOND : ns)),
    );

  it('says how many seconds hold the requests above it', () => {
    assert.equal(measured(99, { seconds: slowIn(5) }).decidedBySeconds, 5);
    assert.equal(measured(99, { seconds: slowIn(9) }).decidedBySeconds, 9);
  });

  it('says nothing when none is above it, as when all are equal', () => {
    const seconds = Array.from({ length: 30 }, () => new Array<number>(100).fill(MS));
    assert.equal(measured(50, { seconds }).decidedBySeconds, null);
  });

  it('says nothing in a run so short that all its seconds decide', () => {
    const seconds = rising(5, 400);
    assert.equal(measured(50, { seconds }).decidedBySeconds, null);
  });

  it('says nothing when ten or more do', () => {
    assert.equal(measured(99, { seconds: slowIn(10) }).decidedBySeconds, null);
    assert.equal(measured(50, { seconds: rising(30, 100) }).decidedBySeconds, null);
  });
});

describe('a summary', () => {
  it('of nothing has no values', () => {
    const population = {
      histogram: new LatencyHistogram(),
      missing: 0,
      timedOut: 0,
      timeoutNs: TIMEOUT_NS,
    };
    const options = { percents: [50], secondsWithin: () => [], distorted: () => true };
    assert.deepEqual(summarise(population, options), {
      count: 0,
      censored: 0,
      meanNs: null,
      minNs: null,
      maxNs: null,
      percentiles: [{ state: 'too-few', percent: 50, needs: 20 }],
    });
  });

  it('counts answers and time-outs, and those that never came back', () => {
    const histogram = new LatencyHistogram();
    for (const ns of [MS, 2 * MS, 5 * SECOND]) histogram.record(ns);
    const summary = summarise(
      { histogram, missing: 2, timedOut: 1, timeoutNs: TIMEOUT_NS },
      { percents: [], secondsWithin: () => [], distorted: () => true },
    );
    assert.equal(summary.count, 3);
    assert.equal(summary.censored, 3);
  });
});
