import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  FrameDecoder,
  writeFrameHeader,
} from '../../../../../src/load/engines/grpc/frame-codec.ts';

interface Frame {
  readonly type: number;
  readonly flags: number;
  readonly streamId: number;
  readonly payload: Buffer;
}

function encode(frames: readonly Frame[]): Buffer {
  return Buffer.concat(
    frames.map(({ type, flags, streamId, payload }) => {
      const bytes = Buffer.alloc(9 + payload.length);
      writeFrameHeader(bytes, 0, payload.length, type, flags, streamId);
      payload.copy(bytes, 9);
      return bytes;
    }),
  );
}

/** Pushes `bytes` cut at `cuts`, each part through the same buffer, as reads do. */
function decode(bytes: Buffer, cuts: readonly number[], maxFrameBytes = 16_384): Frame[] {
  const frames: Frame[] = [];
  const decoder = new FrameDecoder(maxFrameBytes);
  const readBuffer = Buffer.alloc(bytes.length);
  const sink = {
    frame(type: number, flags: number, streamId: number, b: Buffer, start: number, end: number) {
      frames.push({ type, flags, streamId, payload: Buffer.from(b.subarray(start, end)) });
    },
  };
  let from = 0;
  for (const cut of [...cuts, bytes.length]) {
    bytes.copy(readBuffer, 0, from, cut);
    decoder.push(readBuffer, cut - from, sink);
    from = cut;
  }
  return frames;
}

const frame = fc
  .tuple(fc.nat(255), fc.nat(255), fc.nat(2 ** 31 - 1), fc.uint8Array({ maxLength: 40 }))
  .map(([type, flags, streamId, bytes]) => ({
    type,
    flags,
    streamId,
    payload: Buffer.from(bytes),
  }));

describe('the frame decoder', () => {
  it('gives back what was written, cut anywhere and any number of times', () => {
    const cutFrames = fc.array(frame, { maxLength: 6 }).chain((frames) => {
      const length = encode(frames).length;
      const cuts = fc.array(fc.nat(length), { maxLength: 8 });
      return fc.tuple(
        fc.constant(frames),
        cuts.map((all) => all.sort((a, b) => a - b)),
      );
    });
    fc.assert(
      fc.property(cutFrames, ([frames, cuts]) => {
        assert.deepEqual(decode(encode(frames), cuts), frames);
      }),
    );
  });

  it('gives back the same frames at every single split point', () => {
    const frames = [
      { type: 4, flags: 0, streamId: 0, payload: Buffer.alloc(18, 1) },
      { type: 1, flags: 4, streamId: 1, payload: Buffer.alloc(3, 2) },
      { type: 0, flags: 1, streamId: 2 ** 31 - 1, payload: Buffer.alloc(0) },
      { type: 0, flags: 0, streamId: 3, payload: Buffer.alloc(300, 3) },
    ];
    const bytes = encode(frames);
    for (let cut = 0; cut <= bytes.length; cut += 1) {
      assert.deepEqual(decode(bytes, [cut]), frames, `cut at ${cut}`);
    }
    const everywhere = Array.from(bytes.keys());
    assert.deepEqual(decode(bytes, everywhere), frames, 'byte by byte');
  });

  it('ignores the reserved bit of a stream id', () => {
    const bytes = encode([{ type: 0, flags: 0, streamId: 5, payload: Buffer.alloc(0) }]);
    bytes[5] = 0x80;
    assert.equal(decode(bytes, [])[0]?.streamId, 5);
  });

  it('takes the largest frame allowed, and refuses a larger one by its header alone', () => {
    const whole = { type: 0, flags: 0, streamId: 1, payload: Buffer.alloc(100) };
    assert.deepEqual(decode(encode([whole]), [50], 100), [whole]);
    const tooLarge = encode([{ ...whole, payload: Buffer.alloc(101) }]).subarray(0, 9);
    for (const cuts of [[], [4]]) {
      assert.throws(() => decode(tooLarge, cuts, 100), /a frame of 101 bytes, over 100/);
    }
  });
});
