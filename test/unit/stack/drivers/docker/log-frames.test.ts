import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { logText } from '../../../../../src/stack/drivers/docker/log-frames.ts';

function frame(stream: number, bytes: Buffer): Buffer {
  const header = Buffer.alloc(8);
  header[0] = stream;
  header.writeUInt32BE(bytes.length, 4);
  return Buffer.concat([header, bytes]);
}

describe('the engine’s log frames', () => {
  it('are the text that both streams wrote, however it was cut', () => {
    const cuts = fc.array(fc.nat(200), { maxLength: 6 });
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), cuts, (text, places) => {
        const bytes = Buffer.from(text);
        const ends = [...places.map((place) => place % (bytes.length + 1)), bytes.length];
        let start = 0;
        const frames = ends
          .sort((a, b) => a - b)
          .map((end, index) => {
            const piece = frame(1 + (index % 2), bytes.subarray(start, end));
            start = end;
            return piece;
          });
        const expected = bytes.toString('utf8').replaceAll('\r\n', '\n');
        assert.equal(logText(Buffer.concat(frames)), expected);
      }),
    );
  });
  it('end where one is broken', () => {
    const good = frame(2, Buffer.from('said\n'));
    assert.equal(logText(Buffer.concat([good, Buffer.from('no frame at all')])), 'said\n');
  });
  it('are nothing where nothing was said', () => assert.equal(logText(Buffer.alloc(0)), ''));
});
