import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import { describe, it } from 'node:test';
import { ChunkPool, OutputBuffer } from '../../../../../src/load/engines/grpc/output-buffer.ts';

/** A socket that takes what it is given when it is told to. */
function setUp(chunks = new ChunkPool()) {
  const held: { bytes: Buffer; taken: (error?: Error) => void }[] = [];
  const calls: string[] = [];
  const socket = {
    write(bytes: Buffer, taken: (error?: Error) => void) {
      calls.push('write');
      held.push({ bytes, taken });
    },
  };
  const counters = { newConnections: 0, resent: 0, bytesSent: 0, bytesReceived: 0 };
  const output = new OutputBuffer(
    socket as unknown as Socket,
    { chunks, counters },
    () => calls.push('before'),
    () => calls.push('drained'),
  );
  const put = (size: number, value: number) => {
    const at = output.reserve(size);
    output.bytes.fill(value, at, at + size);
  };
  return { output, held, calls, counters, put };
}

describe('the output of a connection', () => {
  it('is one write for all that was gathered, announced just before', () => {
    const { output, held, calls, counters, put } = setUp();
    put(100, 1);
    put(50, 2);
    assert.deepEqual(calls, []);
    output.flush();
    assert.deepEqual(calls, ['before', 'write']);
    const expected = Buffer.concat([Buffer.alloc(100, 1), Buffer.alloc(50, 2)]);
    assert.deepEqual(held[0]?.bytes, expected);
    assert.equal(counters.bytesSent, 150);
    output.flush();
    assert.equal(calls.length, 2, 'nothing is no write');
  });

  it('is never written over while the socket holds it', () => {
    const { output, held, put } = setUp();
    for (let value = 1; value <= 20; value += 1) {
      put(30_000, value);
      output.flush();
    }
    held.forEach(({ bytes }, index) => {
      assert.deepEqual(bytes, Buffer.alloc(30_000, index + 1));
    });
  });

  it('is used again once the socket has taken it, whether it went out or not', () => {
    const { output, held, put } = setUp();
    put(10, 1);
    output.flush();
    const first = held.shift();
    first?.taken();
    put(10, 2);
    output.flush();
    const second = held.shift();
    assert.equal(second?.bytes.buffer, first?.bytes.buffer);
    second?.taken(new Error('EPIPE'));
    put(10, 3);
    output.flush();
    assert.equal(held[0]?.bytes.buffer, first?.bytes.buffer);
  });

  it('is full when four writes wait, and says when it is not any more', () => {
    const { output, held, calls, put } = setUp();
    for (let count = 0; count < 4; count += 1) {
      assert.equal(output.isFull, false);
      put(10, 1);
      output.flush();
    }
    assert.equal(output.isFull, true);
    assert.equal(output.backlogBytes, 40);
    held.shift()?.taken();
    assert.equal(output.isFull, false);
    assert.equal(calls.filter((call) => call === 'drained').length, 1);
  });

  it('forgets what was not flushed when told to', () => {
    const { output, held, put } = setUp();
    put(10, 1);
    output.discard();
    output.flush();
    assert.equal(held.length, 0);
  });

  it('takes little memory when ten thousand connections send at once', () => {
    const pool = new ChunkPool();
    const all = Array.from({ length: 10_000 }, () => setUp(pool));
    for (const { output, put } of all) {
      put(200, 1);
      put(3200, 2);
      output.flush();
    }
    const memory = new Set(all.flatMap(({ held }) => held.map(({ bytes }) => bytes.buffer)));
    const bytes = [...memory].reduce((sum, { byteLength }) => sum + byteLength, 0);
    assert.ok(bytes < 70e6, `${bytes} bytes`);
  });
});
