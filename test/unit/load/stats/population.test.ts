import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { encodeHistogram } from '../../../../src/load/stats/histogram-codec.ts';
import { LatencyHistogram } from '../../../../src/load/stats/latency-histogram.ts';
import {
  censoredOf,
  populationsOf,
  quantileAt,
  sizeOf,
  upperBoundNs,
} from '../../../../src/load/stats/population.ts';
import { MS, SECOND } from './a-shard-plan.ts';

const TIMEOUT_NS = 5 * SECOND;

function histogramOf(...recorded: number[]): LatencyHistogram {
  const histogram = new LatencyHistogram();
  for (const ns of recorded) histogram.record(ns);
  return histogram;
}

describe('the populations of a phase', () => {
  const counters = { planned: 60, completed: 2, failed: 3, timedOut: 1, aborted: 10, unsent: 20 };
  const text = encodeHistogram(histogramOf(MS, 2 * MS, 5 * SECOND));
  const clean = encodeHistogram(histogramOf(MS, 5.1 * SECOND));
  const texts = { response: text, service: text, lateness: text, queueing: text, failed: text };
  const populations = populationsOf(counters, { ...texts, clean }, TIMEOUT_NS);
  const table = [
    ['response', 'all that never came back', 33, 31],
    ['service', 'those that were sent', 13, 11],
    ['lateness', 'only what is known', 3, 0],
    ['queueing', 'those that queued for ever', 23, 20],
    ['clean', 'the same as response, time-outs as far as they are in it', 32, 31],
  ] as const;
  for (const [clock, what, size, censored] of table) {
    it(`counts in ${clock} ${what}, and never the failed`, () => {
      assert.equal(sizeOf(populations[clock]), size);
      assert.equal(censoredOf(populations[clock]), censored);
    });
  }
});

describe('a quantile', () => {
  const population = (timedOut: number, ...recorded: number[]) => ({
    ...{ histogram: histogramOf(...recorded), missing: 1, timedOut, timeoutNs: TIMEOUT_NS },
  });

  it('is known up to the last answer, and not beyond', () => {
    assert.equal(quantileAt(population(0, MS, 2 * MS), 2).known, true);
    assert.equal(quantileAt(population(0, MS, 2 * MS), 3).known, false);
  });

  it('is not known where time-outs are counted, even if one is stamped too early', () => {
    assert.equal(quantileAt(population(1, MS, 2 * MS, 3 * MS), 2).known, true);
    assert.equal(quantileAt(population(1, MS, 2 * MS, 3 * MS), 3).known, false);
  });

  it('has an upper bound as long as there are answers enough', () => {
    const mixed = population(1, MS, 5 * SECOND, 6 * SECOND, 7 * SECOND);
    assert.ok(upperBoundNs(mixed, 2) < 6.01 * SECOND);
    assert.ok(upperBoundNs(mixed, 3) < 7.01 * SECOND);
    assert.equal(upperBoundNs(mixed, 4), Number.POSITIVE_INFINITY);
  });
});
