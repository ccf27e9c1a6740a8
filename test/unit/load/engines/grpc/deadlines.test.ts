import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Slot } from '../../../../../src/load/engines/engine.ts';
import { Call } from '../../../../../src/load/engines/grpc/call.ts';
import { Deadlines } from '../../../../../src/load/engines/grpc/deadlines.ts';
import { HandClock } from '../../../../support/hand-clock.ts';

const TIMEOUT_NS = 100e6;

function setUp() {
  const clock = new HandClock();
  const expired: Call[] = [];
  const deadlines: Deadlines = new Deadlines(clock, TIMEOUT_NS, () => {
    for (let call = deadlines.overdue; call !== undefined; call = deadlines.overdue) {
      deadlines.remove(call);
      expired.push(call);
    }
  });
  const send = (): Call => {
    const call = new Call();
    call.slot = { sentNs: clock.nowNs() } as Slot;
    deadlines.add(call);
    return call;
  };
  return { clock, deadlines, expired, send };
}

describe('deadlines', () => {
  it('expire in the order of sending, each at its own time', () => {
    const { clock, expired, send } = setUp();
    const first = send();
    clock.moveTo(30);
    const second = send();
    clock.moveTo(99);
    assert.deepEqual(expired, []);
    clock.moveTo(100);
    assert.deepEqual(expired, [first]);
    clock.moveTo(130);
    assert.deepEqual(expired, [first, second]);
  });

  it('leave from anywhere, and once only', () => {
    const { clock, deadlines, expired, send } = setUp();
    const calls = [send(), send(), send(), send()];
    for (const index of [1, 0, 3, 3]) deadlines.remove(calls[index] as Call);
    clock.moveTo(100);
    assert.deepEqual(expired, [calls[2]]);
  });

  it('keep one timer at a time, and none when nothing is in flight', () => {
    const { clock, deadlines, expired, send } = setUp();
    for (let count = 0; count < 100; count += 1) deadlines.remove(send());
    assert.equal(clock.timers.length, 1);
    clock.moveTo(100);
    assert.equal(clock.timers.length, 0);
    assert.deepEqual(expired, []);
  });

  it('start again after a timer that came early', () => {
    const { clock, expired, send } = setUp();
    const call = send();
    const early = clock.timers.pop();
    clock.ms = 99;
    early?.callback();
    assert.deepEqual(expired, []);
    clock.moveTo(100);
    assert.deepEqual(expired, [call]);
  });
});
