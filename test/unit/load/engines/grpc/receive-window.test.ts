import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ReceiveWindow } from '../../../../../src/load/engines/grpc/receive-window.ts';

const FRAME_BYTES = 16_384;

describe('the receive window', () => {
  it('is refilled by what was taken, long before it is empty', () => {
    const window = new ReceiveWindow();
    let open = 2 ** 31 - 1;
    let smallest = open;
    for (let taken = 0; taken < 2 ** 34; taken += FRAME_BYTES) {
      open -= FRAME_BYTES;
      smallest = Math.min(smallest, open);
      open += window.take(FRAME_BYTES);
      if (open > 2 ** 31 - 1) assert.fail('wider than HTTP/2 allows');
    }
    assert.ok(smallest > 2 ** 30, `${smallest} left at the least`);
  });
});
