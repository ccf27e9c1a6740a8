import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { LoadOutcome } from '../../../../../src/contract/measurements.ts';
import type { Interval } from '../../../../../src/contract/point.ts';
import { encodeHistogram } from '../../../../../src/load/stats/histogram-codec.ts';
import { LatencyHistogram } from '../../../../../src/load/stats/latency-histogram.ts';
import { growingBacklog } from '../../../../../src/load/stats/verdict/growing-backlog.ts';
import { aLoadOutcome, someFacts } from '../a-load-outcome.ts';
import { MS, SECOND } from '../a-shard-plan.ts';
import { uniforms } from '../uniforms.ts';

function textOf(ns: number): string {
  const histogram = new LatencyHistogram();
  histogram.record(ns);
  return encodeHistogram(histogram);
}

interface Load {
  readonly growth: (measuredSecond: number) => number;
  readonly serviceNs?: number;
  readonly warmupSeconds?: number;
  readonly seconds?: number;
}

/** 200 requests due a second, of which all but `growth` are answered in it. */
function rule({ growth, serviceNs = 5 * MS, warmupSeconds = 5, seconds = 30 }: Load) {
  const text = textOf(serviceNs);
  const [row] = aLoadOutcome().intervals;
  const intervals = Array.from({ length: warmupSeconds + seconds }, (_, second): Interval => {
    const measured = second >= warmupSeconds;
    const grown = measured ? growth(second - warmupSeconds) : 0;
    return {
      ...(row as Interval),
      ...{ second, phase: measured ? 'measured' : 'warmup', due: 200, completed: 200 - grown },
      ...{ response: text, service: text },
    };
  });
  return growingBacklog(someFacts({ intervals, phases: phases(warmupSeconds, seconds) }));
}

function phases(warmupSeconds: number, seconds: number): LoadOutcome['phases'] {
  const [warmup, measured] = aLoadOutcome().phases;
  assert.ok(warmup && measured);
  return [
    { ...warmup, durationNs: warmupSeconds * SECOND },
    { ...measured, startNs: warmupSeconds * SECOND, durationNs: seconds * SECOND },
  ];
}

const uniform = uniforms(7);
const noise = () => Math.round((uniform() - 0.5) * 20);

describe('the growing backlog rule', () => {
  it('fires when each second leaves a few more requests behind', () => {
    const growing = rule({ growth: () => 10 + noise() });
    assert.equal(growing.fired, true);
    assert.match(growing.value, /^backlog grew by \d.* % of the rate, \d+\.\d standard errors$/);
  });

  it('says that a backlog became smaller', () => {
    const shrinking = rule({ growth: (second) => -5 - (second % 3) });
    assert.equal(shrinking.fired, false);
    assert.match(
      shrinking.value,
      /^backlog shrank by \d.* % of the rate, \d+\.\d standard errors$/,
    );
  });

  it('fires when the growth is the same in every second', () => {
    assert.equal(rule({ growth: () => 10 }).fired, true);
  });

  it('does not fire on noise', () => assert.equal(rule({ growth: noise }).fired, false));

  it('does not fire on growth under 1 % of the rate, however certain', () => {
    assert.equal(rule({ growth: () => 2 }).fired, false);
    assert.equal(rule({ growth: () => 3 }).fired, true);
  });

  it('does not fire on a burst that one second holds', () => {
    assert.equal(rule({ growth: (second) => (second === 10 ? 190 : 0) }).fired, false);
  });

  it('does not fire when a backlog grew and went away again', () => {
    assert.equal(rule({ growth: (second) => (second < 15 ? 20 : -20) }).fired, false);
  });

  it('counts failed and timed out requests as ended', () => {
    const outcome = aLoadOutcome();
    const intervals = outcome.intervals.map((row) => ({
      ...row,
      ...{ due: 100, completed: 80, failed: 10, timedOut: 10 },
    }));
    assert.equal(growingBacklog(someFacts({ intervals })).fired, false);
  });

  it('is not judged while filling up could look like growth', () => {
    const filling = (second: number) => (second < 8 ? 200 : 0);
    const longForPhase = rule({ growth: filling, serviceNs: 8 * SECOND });
    assert.equal(longForPhase.fired, false);
    assert.match(longForPhase.value, /^not judged: .* 8 s is too near the length of the phase$/);
    const longForWarmup = rule({ growth: filling, serviceNs: 2.6 * SECOND });
    assert.match(longForWarmup.value, /too near the length of the warm-up$/);
    assert.equal(rule({ growth: filling, serviceNs: 2 * SECOND }).fired, true);
    assert.equal(rule({ growth: () => 10, warmupSeconds: 0 }).fired, true);
  });

  it('is not judged on fewer than five whole seconds', () => {
    assert.match(rule({ growth: () => 10, seconds: 4 }).value, /^not judged: 4 whole seconds/);
    assert.equal(rule({ growth: () => 10, seconds: 5 }).fired, true);
  });
});
