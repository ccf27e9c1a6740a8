import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FLAG, FRAME, SETTING } from '../../../src/load/engines/grpc/http2-codes.ts';
import { echoOptions, GrpcLoad, grpcTally } from '../../support/grpc-load.ts';
import {
  ANSWER_HEADERS,
  frame,
  goodAnswer,
  grpcMessage,
  literal,
  settings,
  startRawServer,
  trailers,
  uint32,
} from '../../support/raw-http2-server.ts';

const MESSAGE = Buffer.from('one request');

describe('opening a connection', () => {
  it('waits for the SETTINGS of the server, and acknowledges them', async () => {
    await using server = await startRawServer(Buffer.alloc(0));
    const opening = GrpcLoad.open(echoOptions(server.port));
    const peer = await server.connection();
    await peer.received(({ type }) => type === FRAME.settings);
    assert.equal(await Promise.race([opening, 'still waiting']), 'still waiting');
    peer.write(settings());
    await using load = await opening;
    await peer.received(({ type, flags }) => type === FRAME.settings && flags === FLAG.ack);
    assert.equal(load.engine.counters.newConnections, 0);
  });

  it('refuses to be pushed to, and opens its windows as wide as they go', async () => {
    await using server = await startRawServer();
    await using _load = await GrpcLoad.open(echoOptions(server.port));
    const peer = await server.connection();
    const { payload } = await peer.received(({ type }) => type === FRAME.settings);
    assert.equal(payload.readUInt16BE(0), SETTING.enablePush);
    assert.equal(payload.readUInt32BE(2), 0);
    assert.equal(payload.readUInt16BE(6), SETTING.initialWindowSize);
    assert.equal(payload.readUInt32BE(8), 2 ** 31 - 1);
    const update = await peer.received(({ type }) => type === FRAME.windowUpdate);
    assert.equal(update.payload.readUInt32BE(0) + 65_535, 2 ** 31 - 1);
  });
});

describe('a request', () => {
  it('costs a byte a header from the second one on', async () => {
    await using server = await startRawServer();
    await using load = await GrpcLoad.open(echoOptions(server.port, { headers: { 'x-a': 'b' } }));
    const peer = await server.connection();
    for (const index of [0, 1, 2]) {
      load.send();
      peer.write(goodAnswer(await peer.request(index), MESSAGE));
      await load.until(index + 1);
    }
    const blocks = peer.frames.filter(({ type }) => type === FRAME.headers);
    const sizes = blocks.map(({ payload }) => payload.length);
    assert.ok((sizes[0] ?? 0) > 100 && sizes[1] === 10 && sizes[2] === 10, String(sizes));
  });

  it('waits its turn when the server allows one stream, and shows as queueing', async () => {
    await using server = await startRawServer(settings({ [SETTING.maxConcurrentStreams]: 1 }));
    await using load = await GrpcLoad.open(echoOptions(server.port));
    const peer = await server.connection();
    for (let count = 0; count < 3; count += 1) load.send();
    assert.equal(load.engine.queueDepth, 2);
    for (const index of [0, 1, 2]) peer.write(goodAnswer(await peer.request(index), MESSAGE));
    const ended = await load.until(3);
    assert.equal(load.engine.queueDepth, 0);
    const [first, second, third] = ended;
    assert.ok(first && second && third);
    assert.ok(first.doneNs <= second.sentNs && second.doneNs <= third.sentNs);
  });

  it('goes out when the server allows more streams later', async () => {
    await using server = await startRawServer(settings({ [SETTING.maxConcurrentStreams]: 0 }));
    await using load = await GrpcLoad.open(echoOptions(server.port));
    load.send();
    assert.equal(load.engine.queueDepth, 1);
    const peer = await server.connection();
    peer.write(settings({ [SETTING.maxConcurrentStreams]: 1 }));
    peer.write(goodAnswer(await peer.request(), MESSAGE));
    assert.deepEqual(grpcTally(await load.until(1)), { ok: 1 });
  });

  it('takes a new connection when the stream ids are used up', async () => {
    await using server = await startRawServer();
    await using load = await GrpcLoad.open(echoOptions(server.port), { maxStreamId: 3 });
    const first = await server.connection();
    load.send();
    load.send();
    load.send();
    assert.equal(load.engine.queueDepth, 1);
    for (const index of [0, 1]) first.write(goodAnswer(await first.request(index), MESSAGE));
    const second = await server.connection(1);
    second.write(goodAnswer(await second.request(), MESSAGE));
    assert.deepEqual(grpcTally(await load.until(3)), { ok: 3 });
    await first.ended();
    assert.equal(load.engine.counters.newConnections, 1);
    assert.equal(load.engine.counters.resent, 0);
  });
});

describe('an answer', () => {
  const cases: readonly (readonly [string, (streamId: number) => Buffer])[] = [
    [
      'with padding on every frame',
      (id) => {
        const padded = (payload: Buffer) => Buffer.concat([Buffer.of(7), payload, Buffer.alloc(7)]);
        const flags = FLAG.padded | FLAG.endHeaders;
        const status = padded(literal('grpc-status', '0'));
        return Buffer.concat([
          frame(FRAME.headers, flags, id, padded(ANSWER_HEADERS)),
          frame(FRAME.data, FLAG.padded, id, padded(grpcMessage(MESSAGE))),
          frame(FRAME.headers, flags | FLAG.endStream, id, status),
        ]);
      },
    ],
    [
      'with a priority in its HEADERS, PRIORITY frames and frames of no known type around it',
      (id) => {
        const other = Buffer.concat([
          frame(FRAME.priority, 0, id, Buffer.alloc(5)),
          frame(0xfa, 0xff, id, Buffer.from('whatever')),
          frame(0xfb, 0, 0),
        ]);
        const flags = FLAG.priority | FLAG.endHeaders;
        const headers = Buffer.concat([Buffer.alloc(5), ANSWER_HEADERS]);
        return Buffer.concat([
          other,
          frame(FRAME.headers, flags, id, headers),
          other,
          frame(FRAME.data, 0, id, grpcMessage(MESSAGE)),
          other,
          trailers(id),
          other,
        ]);
      },
    ],
    [
      'after informational ones',
      (id) => {
        const early = frame(FRAME.headers, FLAG.endHeaders, id, literal(':status', '103'));
        return Buffer.concat([early, early, goodAnswer(id, MESSAGE)]);
      },
    ],
    [
      'whose message comes byte by byte, with empty DATA between',
      (id) =>
        Buffer.concat([
          frame(FRAME.headers, FLAG.endHeaders, id, ANSWER_HEADERS),
          ...[...grpcMessage(MESSAGE)].flatMap((byte) => [
            frame(FRAME.data, 0, id, Buffer.of(byte)),
            frame(FRAME.data, 0, id),
          ]),
          trailers(id),
        ]),
    ],
    [
      'whose every header block is cut into CONTINUATION frames of one byte',
      (id) => {
        const cut = (block: Buffer, flags: number) => {
          const parts = [...block].map((byte, at) =>
            frame(
              at === 0 ? FRAME.headers : FRAME.continuation,
              (at === 0 ? flags : 0) | (at === block.length - 1 ? FLAG.endHeaders : 0),
              id,
              Buffer.of(byte),
            ),
          );
          return Buffer.concat(parts);
        };
        return Buffer.concat([
          cut(ANSWER_HEADERS, 0),
          frame(FRAME.data, 0, id, grpcMessage(MESSAGE)),
          cut(literal('grpc-status', '0'), FLAG.endStream),
        ]);
      },
    ],
  ];
  for (const [what, answer] of cases) {
    it(`is read ${what}`, async () => {
      await using server = await startRawServer();
      await using load = await GrpcLoad.open(echoOptions(server.port));
      const peer = await server.connection();
      load.send();
      peer.write(answer(await peer.request()));
      assert.deepEqual(grpcTally(await load.until(1)), { ok: 1 });
    });
  }

  it('is read when it comes byte by byte', async () => {
    await using server = await startRawServer();
    await using load = await GrpcLoad.open(echoOptions(server.port));
    const peer = await server.connection();
    load.send();
    for (const byte of goodAnswer(await peer.request(), MESSAGE)) {
      await new Promise((resolve) => peer.socket.write(Buffer.of(byte), resolve));
    }
    assert.deepEqual(grpcTally(await load.until(1)), { ok: 1 });
  });

  it('may come before its request is sent whole: the rest is not sent', async () => {
    await using server = await startRawServer(settings({ [SETTING.initialWindowSize]: 10 }));
    const messages = [Buffer.alloc(100)];
    await using load = await GrpcLoad.open(echoOptions(server.port, {}, messages));
    const peer = await server.connection();
    load.send();
    const { streamId } = await peer.received(({ type }) => type === FRAME.data);
    const flags = FLAG.endHeaders | FLAG.endStream;
    const block = Buffer.concat([
      ANSWER_HEADERS,
      literal('grpc-status', '8'),
      literal('grpc-message', 'too large'),
    ]);
    peer.write(frame(FRAME.headers, flags, streamId, block));
    const [ended] = await load.until(1);
    assert.deepEqual([ended?.outcome, ended?.detail], ['grpc-resource-exhausted', 'too large']);
    const reset = await peer.received(({ type }) => type === FRAME.rstStream);
    assert.equal(reset.streamId, streamId);
  });

  it('draws a PING answer with the same eight bytes', async () => {
    await using server = await startRawServer();
    await using _load = await GrpcLoad.open(echoOptions(server.port));
    const peer = await server.connection();
    peer.write(frame(FRAME.ping, 0, 0, uint32(0x01020304, 0xfffefdfc)));
    const { flags, payload } = await peer.received(({ type }) => type === FRAME.ping);
    assert.equal(flags, FLAG.ack);
    assert.deepEqual(payload, uint32(0x01020304, 0xfffefdfc));
  });
});
