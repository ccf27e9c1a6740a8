import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FRAME, SETTING } from '../../../src/load/engines/grpc/http2-codes.ts';
import { echoOptions, GrpcLoad, grpcTally } from '../../support/grpc-load.ts';
import {
  frame,
  goodAnswer,
  grpcMessage,
  type RawConnection,
  settings,
  startRawServer,
  uint32,
} from '../../support/raw-http2-server.ts';

function dataBytes(peer: RawConnection, streamId: number): Buffer {
  const data = peer.frames.filter((each) => each.type === FRAME.data && each.streamId === streamId);
  return Buffer.concat(data.map(({ payload }) => payload));
}

/** A PING comes back after everything that was written because of what came before it. */
async function settled(peer: RawConnection): Promise<void> {
  const count = peer.frames.filter(({ type }) => type === FRAME.ping).length;
  peer.write(frame(FRAME.ping, 0, 0, Buffer.alloc(8)));
  await peer.received(({ type }) => type === FRAME.ping, count);
}

const windowUpdate = (streamId: number, increment: number) =>
  frame(FRAME.windowUpdate, 0, streamId, uint32(increment));

describe('a request body', () => {
  it('keeps to the stream window to the byte, inside the prefix too', async () => {
    await using server = await startRawServer(settings({ [SETTING.initialWindowSize]: 0 }));
    const message = Buffer.from('one request');
    await using load = await GrpcLoad.open(echoOptions(server.port, {}, [message]));
    const peer = await server.connection();
    load.send();
    await peer.received(({ type }) => type === FRAME.headers);
    const whole = grpcMessage(message);
    for (let sent = 0; sent < whole.length; sent += 1) {
      await settled(peer);
      assert.deepEqual(dataBytes(peer, 1), whole.subarray(0, sent));
      peer.write(windowUpdate(1, 1));
    }
    peer.write(goodAnswer(await peer.request(), message));
    assert.deepEqual(grpcTally(await load.until(1)), { ok: 1 });
  });

  it('stops when the window shrinks below zero, and goes on when it is above zero again', async () => {
    await using server = await startRawServer(settings({ [SETTING.initialWindowSize]: 100 }));
    const message = Buffer.alloc(300, 'm');
    await using load = await GrpcLoad.open(echoOptions(server.port, {}, [message]));
    const peer = await server.connection();
    load.send();
    await peer.received(({ type }) => type === FRAME.data);
    peer.write(settings({ [SETTING.initialWindowSize]: 40 }));
    peer.write(windowUpdate(1, 60));
    await settled(peer);
    assert.equal(dataBytes(peer, 1).length, 100, '100 sent, 40 - 100 + 60 = 0 left');
    peer.write(windowUpdate(1, 5));
    await settled(peer);
    assert.equal(dataBytes(peer, 1).length, 105);
    peer.write(settings({ [SETTING.initialWindowSize]: 1000 }));
    peer.write(goodAnswer(await peer.request(), message));
    assert.deepEqual(dataBytes(peer, 1), grpcMessage(message));
    assert.deepEqual(grpcTally(await load.until(1)), { ok: 1 });
  });

  it('keeps to the connection window, which all streams share', async () => {
    await using server = await startRawServer(settings({ [SETTING.initialWindowSize]: 1_000_000 }));
    const message = Buffer.alloc(60_000, 'm');
    await using load = await GrpcLoad.open(echoOptions(server.port, {}, [message]));
    const peer = await server.connection();
    load.dispatch();
    load.dispatch();
    load.engine.flush();
    await peer.received(({ type }) => type === FRAME.headers, 1);
    await settled(peer);
    const sent = () => dataBytes(peer, 1).length + dataBytes(peer, 3).length;
    assert.equal(sent(), 65_535);
    assert.ok(dataBytes(peer, 3).length > 16_000, 'both streams took turns');
    peer.write(windowUpdate(0, 10));
    await settled(peer);
    assert.equal(sent(), 65_545);
    peer.write(windowUpdate(0, 1_000_000));
    peer.write(
      goodAnswer(await peer.request(0), message),
      goodAnswer(await peer.request(1), message),
    );
    assert.deepEqual(grpcTally(await load.until(2)), { ok: 2 });
  });

  it('comes in frames no larger than the server takes', async () => {
    const maxFrameBytes = 20_000;
    const greeting = settings({
      [SETTING.maxFrameSize]: maxFrameBytes,
      [SETTING.initialWindowSize]: 1_000_000,
    });
    await using server = await startRawServer(greeting);
    const message = Buffer.alloc(60_000, 'm');
    await using load = await GrpcLoad.open(echoOptions(server.port, {}, [message]));
    const peer = await server.connection();
    load.send();
    peer.write(goodAnswer(await peer.request(), message));
    assert.deepEqual(grpcTally(await load.until(1)), { ok: 1 });
    const sizes = peer.frames
      .filter(({ type }) => type === FRAME.data)
      .map(({ payload }) => payload.length);
    assert.deepEqual(sizes, [20_000, 20_000, 20_000, 5]);
  });

  it('does not grow past what is allowed when many are sent at once', async () => {
    await using server = await startRawServer(settings({ [SETTING.initialWindowSize]: 5 }));
    await using load = await GrpcLoad.open(echoOptions(server.port));
    const peer = await server.connection();
    for (let count = 0; count < 50; count += 1) load.send();
    await peer.received(({ type }) => type === FRAME.headers, 49);
    await settled(peer);
    const data = peer.frames.filter(({ type }) => type === FRAME.data);
    assert.equal(data.length, 50);
    assert.ok(data.every(({ payload, flags }) => payload.length === 5 && flags === 0));
  });
});

describe('our own window', () => {
  it('is refilled long before it runs out', async () => {
    await using server = await startRawServer();
    await using load = await GrpcLoad.open(echoOptions(server.port));
    const peer = await server.connection();
    const isRefill = ({ type }: { type: number }) => type === FRAME.windowUpdate;
    const wanted = 2 ** 29;
    const large = Buffer.alloc(16_384);
    load.send();
    const id = await peer.request();
    peer.write(frame(FRAME.headers, 4, id, Buffer.of(0x8d)));
    const burst = Buffer.concat(Array.from({ length: 64 }, () => frame(FRAME.data, 0, id, large)));
    for (let sent = 0; sent < wanted; sent += 64 * large.length) {
      if (!peer.socket.write(burst)) await new Promise((done) => peer.socket.once('drain', done));
    }
    const refill = await peer.received(isRefill, 1);
    assert.equal(refill.streamId, 0);
    assert.ok(refill.payload.readUInt32BE(0) >= wanted);
  });
});
