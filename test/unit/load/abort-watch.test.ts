import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Interval } from '../../../src/contract/point.ts';
import { type Gate, parseGate } from '../../../src/contract/slo.ts';
import { AbortWatch } from '../../../src/load/abort-watch.ts';
import { encodeHistogram } from '../../../src/load/stats/histogram-codec.ts';
import { LatencyHistogram } from '../../../src/load/stats/latency-histogram.ts';

interface Seen {
  readonly completed?: number;
  readonly failed?: number;
  readonly timedOut?: number;
  readonly tookMs?: number;
}

function row(second: number, { completed = 0, failed = 0, timedOut = 0, tookMs = 1 }: Seen) {
  const histogram = new LatencyHistogram();
  for (let i = 0; i < completed + timedOut; i += 1) histogram.record(tookMs * 1e6);
  const text = encodeHistogram(histogram);
  const none = { due: 0, sent: 0, inFlight: 0, waiting: 0, stallNs: 0 };
  const head: Pick<Interval, 'second' | 'phase'> = { second, phase: 'warmup' };
  return { ...head, ...none, completed, failed, timedOut, response: text, service: text };
}

/** The second after which the load is ended, and why; null when it never is. */
function endOf(condition: string, seconds: readonly Seen[]): [number, string] | null {
  const watch = new AbortWatch([parseGate(condition) as Gate]);
  for (const [second, seen] of seconds.entries()) {
    const reason = watch.add(row(second, seen));
    if (reason !== null) return [second, reason];
  }
  return null;
}

const good = { completed: 100 };
const bad = { failed: 100 };

describe('--abort-on', () => {
  it('ends a load when most requests of the last seconds failed, and says so', () => {
    assert.deepEqual(endOf('errors>50%', [good, good, bad, bad, bad, bad]), [
      4,
      'ended early by --abort-on errors>50%: 60 % of 500 requests failed or timed out in the last 5 s',
    ]);
  });
  it('forgets what is longer ago', () =>
    assert.equal(endOf('errors>50%', [good, good, good, bad, bad, good, good, good, bad]), null));
  it('counts requests that timed out: a server that hangs answers none', () =>
    assert.equal(endOf('errors>50%', [{ timedOut: 30 }])?.[0], 0));
  it('waits for 20 requests, however long they take to end', () =>
    assert.equal(endOf('errors>50%', Array<Seen>(40).fill({ failed: 1 }))?.[0], 19));
  it('does nothing to a load that goes well, or of which nothing has ended', () => {
    assert.equal(endOf('errors>0', Array<Seen>(70).fill(good)), null);
    assert.equal(endOf('errors>0', Array<Seen>(70).fill({})), null);
  });
  it('reads latencies, a failed request being slower than any', () => {
    assert.equal(endOf('p50>100ms', [good, { completed: 400, tookMs: 200 }])?.[0], 1);
    assert.equal(endOf('p50>300ms', [{ completed: 400, tookMs: 200 }]), null);
    assert.match(endOf('p50>300ms', [{ completed: 10, failed: 90 }])?.[1] ?? '', /too many failed/);
    assert.equal(endOf('service.mean>100ms', [{ completed: 30, tookMs: 200 }])?.[0], 0);
    assert.equal(endOf('max>100ms', [{ ...good, tookMs: 99 }]), null);
  });
  it('takes any of several conditions', () => {
    const watch = new AbortWatch(['errors>50%', 'p50>1s'].map((text) => parseGate(text) as Gate));
    assert.match(watch.add(row(0, { completed: 30, tookMs: 2000 })) ?? '', /--abort-on p50>1s/);
  });
});
