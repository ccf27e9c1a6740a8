import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { IdleFrames } from '../../../../../src/load/engines/grpc/idle-frames.ts';

const SECOND = 1e9;

describe('idle frames', () => {
  it('may be as many as the limit in every second, and not one more', () => {
    const idle = new IdleFrames(100);
    for (let second = 0; second < 3; second += 1) {
      for (let count = 0; count < 100; count += 1) idle.note(second * SECOND + count);
    }
    assert.throws(() => idle.note(2 * SECOND + 500), /over 100 frames in a second/);
  });

  it('are forgiven to every request that ends', () => {
    const idle = new IdleFrames(100);
    for (let call = 0; call < 1000; call += 1) {
      for (let count = 0; count < 60; count += 1) idle.note(0);
      idle.forgive();
    }
  });
});
