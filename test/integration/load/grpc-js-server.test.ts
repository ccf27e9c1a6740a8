import assert from 'node:assert/strict';
import { once } from 'node:events';
import { describe, it } from 'node:test';
import { Metadata, status } from '@grpc/grpc-js';
import { startGrpcJsEcho } from '../../support/grpc-js-echo.ts';
import { echoOptions, GrpcLoad, grpcTally } from '../../support/grpc-load.ts';
import { HandClock } from '../../support/hand-clock.ts';

const PING_FRAME_BYTES = 17;

/** Messages in shared memory, as the workers have them: different bytes everywhere. */
function sharedMessages(sizes: readonly number[]): Uint8Array[] {
  return sizes.map((size, index) => {
    const message = new Uint8Array(new SharedArrayBuffer(size));
    for (let at = 0; at < size; at += 1) message[at] = (at * 31 + (at >>> 8) + index) & 0xff;
    return message;
  });
}

describe('against a grpc-js server', () => {
  it('sends unary requests on several connections and counts what the server counts', async () => {
    await using server = await startGrpcJsEcho();
    const messages = sharedMessages([3300, 0, 1, 100]);
    await using load = await GrpcLoad.open(echoOptions(server.port, { connections: 3 }, messages));
    const ended = await load.closedLoop(2000, 24);
    assert.deepEqual(grpcTally(ended), { ok: 2000 });
    assert.equal(server.served, 2000);
    for (const { dispatchedNs, sentNs, firstByteNs, doneNs } of ended) {
      assert.ok(dispatchedNs <= sentNs && sentNs <= firstByteNs && firstByteNs <= doneNs);
    }
  });

  it('sends and receives messages at every border of frames and windows', async () => {
    await using server = await startGrpcJsEcho();
    const sizes = [16_378, 16_379, 16_380, 65_529, 65_530, 65_531, 131_072, 300_000];
    await using load = await GrpcLoad.open(echoOptions(server.port, {}, sharedMessages(sizes)));
    const ended = await load.closedLoop(4 * sizes.length, sizes.length);
    assert.deepEqual(grpcTally(ended), { ok: 4 * sizes.length });
    assert.equal(server.served, 4 * sizes.length);
  });

  it('sends 25.7 MB in shared memory while small requests pass it by', async () => {
    await using server = await startGrpcJsEcho();
    const messages = sharedMessages([8192 * 3136, 500]);
    await using load = await GrpcLoad.open(echoOptions(server.port, {}, messages));
    load.send(0);
    for (let count = 0; count < 20; count += 1) load.send(1);
    const ended = await load.until(21);
    assert.deepEqual(grpcTally(ended), { ok: 21 });
    assert.equal(ended.at(-1)?.request, 0, 'the large one ends last');
  });

  it('says nothing in the detail of a good answer, and leaves nothing behind', async () => {
    await using server = await startGrpcJsEcho();
    const load = await GrpcLoad.open(echoOptions(server.port));
    assert.equal((await load.one()).detail, '');
    await load.engine.close();
    assert.equal(load.engine.queueDepth, 0);
  });

  it('obeys its limit of streams, and queues the rest', async () => {
    let open = 0;
    let most = 0;
    await using server = await startGrpcJsEcho(
      { 'grpc.max_concurrent_streams': 3 },
      (call, answer) => {
        open += 1;
        most = Math.max(most, open);
        setImmediate(() => {
          open -= 1;
          answer(null, call.request);
        });
      },
    );
    await using load = await GrpcLoad.open(echoOptions(server.port));
    const ended = await load.closedLoop(200, 20);
    assert.deepEqual(grpcTally(ended), { ok: 200 });
    assert.equal(server.served, 200);
    assert.ok(most <= 3, `${most} at a time`);
    assert.ok(ended.some(({ dispatchedNs, sentNs }) => sentNs > dispatchedNs));
  });

  it('outlives its connections when they may only grow so old', async () => {
    await using server = await startGrpcJsEcho({
      'grpc.max_connection_age_ms': 100,
      'grpc.max_connection_age_grace_ms': 60_000,
    });
    await using load = await GrpcLoad.open(echoOptions(server.port, { connections: 2 }));
    let count = 0;
    while (load.engine.counters.newConnections < 4) {
      count += 50;
      await load.closedLoop(50, 5);
    }
    assert.deepEqual(grpcTally(load.ended), { ok: count });
    assert.equal(server.served, count);
  });

  it('answers its keepalive pings while idle', async () => {
    await using server = await startGrpcJsEcho({
      'grpc.keepalive_time_ms': 20,
      'grpc.keepalive_timeout_ms': 60_000,
    });
    await using load = await GrpcLoad.open(echoOptions(server.port));
    const { counters } = load.engine;
    const wanted = counters.bytesReceived + 4 * PING_FRAME_BYTES;
    while (counters.bytesReceived < wanted) await new Promise((again) => setTimeout(again, 5));
    assert.equal((await load.one()).outcome, 'ok');
    assert.equal(load.engine.counters.newConnections, 0);
  });

  it('reads an error with its message and metadata', async () => {
    const metadata = new Metadata();
    metadata.set('retry-after-ms', '100');
    metadata.set('trace-bin', Buffer.from([0, 1, 2]));
    await using server = await startGrpcJsEcho({}, (_call, answer) => {
      answer({ code: status.NOT_FOUND, details: 'no model “m” — 100%', metadata });
    });
    await using load = await GrpcLoad.open(echoOptions(server.port));
    for (const _ of [1, 2]) {
      const { outcome, detail } = await load.one();
      assert.deepEqual([outcome, detail], ['grpc-not-found', 'no model “m” — 100%']);
    }
    assert.equal(server.served, 2);
  });

  it('is told of a method that the server has not', async () => {
    await using server = await startGrpcJsEcho();
    const options = echoOptions(server.port);
    const requests = { ...options.requests, path: '/inference.GRPCInferenceService/Nothing' };
    await using load = await GrpcLoad.open({ ...options, requests });
    assert.equal((await load.one()).outcome, 'grpc-unimplemented');
    assert.equal(server.served, 0);
  });

  it('says when to stop, and cancels what takes longer', async () => {
    const clock = new HandClock();
    const deadlines: number[] = [];
    const cancelled: Promise<unknown>[] = [];
    const beforeMs = Date.now();
    await using server = await startGrpcJsEcho({}, (call) => {
      deadlines.push(Number(call.getDeadline()) - beforeMs);
      cancelled.push(once(call, 'cancelled'));
      if (deadlines.length === 5) clock.moveTo(60_000);
    });
    await using load = await GrpcLoad.open(echoOptions(server.port, { clock }));
    const ended = await load.closedLoop(5, 5);
    assert.deepEqual(grpcTally(ended), { 'timed-out': 5 });
    await Promise.all(cancelled);
    assert.equal(server.served, 5);
    assert.ok(deadlines.every((ms) => ms >= 60_000));
  });

  it('takes a deadline that the server keeps for its own', async () => {
    await using server = await startGrpcJsEcho({}, (_call, answer) => {
      answer({ code: status.DEADLINE_EXCEEDED, details: 'the queue was too long' });
    });
    await using load = await GrpcLoad.open(echoOptions(server.port));
    assert.equal((await load.one()).outcome, 'grpc-deadline-exceeded');
  });
});
