import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import {
  decompress,
  MESSAGE,
  MessageReader,
  writeMessagePrefix,
} from '../../../../../src/load/engines/grpc/message-codec.ts';

const MAX_BYTES = 3_000_000;

function framed(message: Uint8Array, flag = 0): Buffer {
  const bytes = Buffer.alloc(5 + message.length);
  writeMessagePrefix(bytes, 0, message.length);
  bytes[0] = flag;
  bytes.set(message, 5);
  return bytes;
}

/** Pushes the parts one after the other through one buffer; returns what each came to. */
function push(reader: MessageReader, parts: readonly Uint8Array[], maxBytes = MAX_BYTES): number[] {
  const longest = Math.max(...parts.map((part) => part.length));
  const buffer = Buffer.alloc(longest + 3);
  return parts.map((part) => {
    buffer.set(part, 3);
    return reader.push(buffer, 3, 3 + part.length, maxBytes);
  });
}

function messageOf(reader: MessageReader): Buffer {
  return Buffer.from(reader.bytes.subarray(reader.start, reader.end));
}

describe('the message reader', () => {
  it('leaves a message that came whole where it lies', () => {
    const bytes = framed(Buffer.from('answer'));
    const reader = new MessageReader();
    assert.equal(reader.push(bytes, 0, bytes.length, MAX_BYTES), MESSAGE.whole);
    assert.equal(reader.bytes, bytes);
    assert.equal(messageOf(reader).toString(), 'answer');
    assert.equal(reader.isCompressed, false);
  });

  it('puts a message together that was cut anywhere', () => {
    const cut = fc.uint8Array({ maxLength: 50 }).chain((message) => {
      const cuts = fc.array(fc.nat(message.length + 5), { maxLength: 6 });
      return fc.tuple(
        fc.constant(message),
        cuts.map((all) => all.sort((a, b) => a - b)),
      );
    });
    const reader = new MessageReader();
    fc.assert(
      fc.property(cut, ([message, cuts]) => {
        reader.reset();
        const bytes = framed(message);
        const parts = [...cuts, bytes.length].map((end, at) =>
          bytes.subarray(cuts[at - 1] ?? 0, end),
        );
        const steps = push(reader, parts);
        assert.equal(steps.filter((step) => step === MESSAGE.whole).length, 1);
        assert.ok(steps.every((step) => step === MESSAGE.whole || step === MESSAGE.partial));
        assert.deepEqual(messageOf(reader), Buffer.from(message));
      }),
    );
  });

  it('grows to a message larger than it believes at first', () => {
    const message = Buffer.alloc(2_500_000, 'abc');
    const bytes = framed(message);
    const parts = Array.from({ length: Math.ceil(bytes.length / 16_384) }, (_, at) =>
      bytes.subarray(at * 16_384, (at + 1) * 16_384),
    );
    const reader = new MessageReader();
    assert.equal(push(reader, parts).at(-1), MESSAGE.whole);
    assert.deepEqual(messageOf(reader), message);
  });

  it('knows a message that was cut short from none at all', () => {
    const reader = new MessageReader();
    assert.deepEqual([reader.isCut, reader.isWhole], [false, false]);
    push(reader, [framed(Buffer.from('answer')).subarray(0, 3)]);
    assert.deepEqual([reader.isCut, reader.isWhole], [true, false]);
    reader.reset();
    assert.deepEqual([reader.isCut, reader.isWhole], [false, false]);
  });

  it('takes one message and nothing behind it', () => {
    const two = Buffer.concat([framed(Buffer.from('one')), framed(Buffer.from('two'))]);
    assert.deepEqual(push(new MessageReader(), [two]), [MESSAGE.excess]);
    assert.deepEqual(push(new MessageReader(), [two.subarray(0, 8), two.subarray(8)]), [
      MESSAGE.whole,
      MESSAGE.excess,
    ]);
    const cut = [two.subarray(0, 7), two.subarray(7, 10)];
    assert.deepEqual(push(new MessageReader(), cut), [MESSAGE.partial, MESSAGE.excess]);
  });

  it('refuses a flag that gRPC does not know, and a length past the limit, by the prefix alone', () => {
    const bytes = framed(Buffer.alloc(10), 2);
    assert.deepEqual(push(new MessageReader(), [bytes.subarray(0, 5)]), [MESSAGE.badFlag]);
    const large = framed(Buffer.alloc(11)).subarray(0, 5);
    assert.deepEqual(push(new MessageReader(), [large], 10), [MESSAGE.tooLarge]);
  });
});

describe('a compressed message', () => {
  const plain = Buffer.from('answer'.repeat(100));

  it('is known by its flag', () => {
    const reader = new MessageReader();
    push(reader, [framed(gzipSync(plain), 1)]);
    assert.equal(reader.isCompressed, true);
  });

  it('is read as grpc-encoding says', () => {
    assert.deepEqual(decompress(gzipSync(plain), 'gzip', MAX_BYTES), plain);
    assert.deepEqual(decompress(deflateSync(plain), 'deflate', MAX_BYTES), plain);
  });

  it('is refused in words when it is something else, or too large', () => {
    assert.match(String(decompress(plain, 'gzip', MAX_BYTES)), /the message is not gzip: /);
    assert.match(String(decompress(deflateRawSync(plain), 'gzip', MAX_BYTES)), /is not gzip: /);
    assert.match(String(decompress(gzipSync(plain), 'gzip', 599)), /is not gzip: .*599/);
    assert.equal(
      decompress(plain, 'snappy', MAX_BYTES),
      'the message is compressed, and grpc-encoding is "snappy"',
    );
  });
});
