import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ReconnectPace } from '../../../../../src/load/engines/grpc/reconnect-pace.ts';

describe('the pace of reconnecting', () => {
  it('is at once after a connection that was of use', () => {
    const pace = new ReconnectPace();
    assert.deepEqual([pace.nextDelayMs(true), pace.nextDelayMs(true)], [0, 0]);
  });

  it('doubles from 100 ms to a second while nothing comes of it, and starts over after success', () => {
    const pace = new ReconnectPace();
    const delays = Array.from({ length: 6 }, () => pace.nextDelayMs(false));
    assert.deepEqual(delays, [100, 200, 400, 800, 1000, 1000]);
    pace.nextDelayMs(true);
    assert.equal(pace.nextDelayMs(false), 100);
  });
});
