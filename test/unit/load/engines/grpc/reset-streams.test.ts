import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ResetStreams } from '../../../../../src/load/engines/grpc/reset-streams.ts';

describe('reset streams', () => {
  it('are remembered until the server ends them too', () => {
    const streams = new ResetStreams();
    streams.add(5);
    assert.deepEqual([streams.has(3), streams.has(5), streams.has(7)], [false, true, false]);
    streams.delete(5);
    assert.equal(streams.has(5), false);
  });

  it('are forgiven in bulk once there are too many to remember', () => {
    const streams = new ResetStreams();
    for (let id = 1; id <= 4001; id += 2) streams.add(id);
    assert.ok(streams.has(1), 'forgotten, but forgiven');
    assert.ok(streams.has(4001));
    assert.equal(streams.has(4003), false);
  });
});
