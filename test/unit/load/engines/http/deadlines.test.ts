import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Connection } from '../../../../../src/load/engines/http/connection.ts';
import { Deadlines } from '../../../../../src/load/engines/http/deadlines.ts';
import { VirtualClock } from '../../../../../src/load/simulator/virtual-clock.ts';

const TIMEOUT_NS = 10e6;

/** As much of a connection as the deadlines look at. */
function sent(sentNs: number): Connection {
  return { slot: { sentNs }, sentBefore: null, sentAfter: null } as unknown as Connection;
}

describe('deadlines', () => {
  it('expire what is not over in time, in the order of sending, and nothing else', async () => {
    const step = fc.record({ atNs: fc.nat({ max: 50e6 }), lastsNs: fc.nat({ max: 20e6 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 20 }), async (steps) => {
        const clock = new VirtualClock(0);
        const expired: number[] = [];
        const deadlines = new Deadlines(clock, TIMEOUT_NS, (connection) => {
          deadlines.remove(connection);
          const sentNs = connection.slot?.sentNs ?? -1;
          assert.ok(clock.nowNs() >= sentNs + TIMEOUT_NS, 'not before its time');
          assert.ok(clock.nowNs() < sentNs + TIMEOUT_NS + 2e6, 'soon after its time');
          connection.slot = null;
          expired.push(sentNs);
        });
        for (const { atNs, lastsNs } of steps) {
          clock.at(atNs, () => {
            const connection = sent(atNs);
            deadlines.add(connection);
            clock.at(atNs + lastsNs, () => {
              if (connection.slot !== null) deadlines.remove(connection);
            });
          });
        }
        await clock.runUntil(new Promise<void>((resolve) => clock.at(200e6, resolve)));
        const inOrder = steps.toSorted((a, b) => a.atNs - b.atNs);
        const surely = inOrder.filter(({ lastsNs }) => lastsNs >= TIMEOUT_NS + 2e6);
        const maybe = inOrder
          .filter(({ lastsNs }) => lastsNs >= TIMEOUT_NS)
          .map(({ atNs }) => atNs);
        assert.ok(surely.every(({ atNs }) => expired.includes(atNs)));
        assert.ok(expired.every((sentNs) => maybe.includes(sentNs)));
        assert.deepEqual(
          expired,
          expired.toSorted((a, b) => a - b),
        );
      }),
    );
  });

  it('start one timer for many requests', () => {
    const clock = new VirtualClock(0);
    let timers = 0;
    const counting = {
      nowNs: () => clock.nowNs(),
      nextTurn: () => {},
      startTimer: () => {
        timers += 1;
        return { cancel: () => {} };
      },
    };
    const deadlines = new Deadlines(counting, TIMEOUT_NS, () => {});
    for (let i = 0; i < 1000; i += 1) {
      const connection = sent(i);
      deadlines.add(connection);
      if (i % 3 > 0) deadlines.remove(connection);
    }
    assert.equal(timers, 1);
  });

  it('may be so far away that no timer reaches them', () => {
    const delays: number[] = [];
    const clock = new VirtualClock(0);
    const noting = {
      nowNs: () => clock.nowNs(),
      nextTurn: () => {},
      startTimer: (delayMs: number) => {
        delays.push(delayMs);
        return { cancel: () => {} };
      },
    };
    for (const timeoutNs of [1e18, Number.POSITIVE_INFINITY]) {
      new Deadlines(noting, timeoutNs, () => {}).add(sent(0));
    }
    assert.deepEqual(delays, [3_600_000, 3_600_000]);
  });

  it('end when they are stopped', async () => {
    const clock = new VirtualClock(0);
    const deadlines = new Deadlines(clock, TIMEOUT_NS, () => assert.fail('stopped'));
    deadlines.add(sent(0));
    deadlines.stop();
    await clock.runUntil(new Promise<void>((resolve) => clock.at(50e6, resolve)));
  });
});
