import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { ERROR_CODE, FLAG, FRAME, SETTING } from '../../../src/load/engines/grpc/http2-codes.ts';
import { echoOptions, GrpcLoad, grpcTally } from '../../support/grpc-load.ts';
import { HandClock } from '../../support/hand-clock.ts';
import {
  ANSWER_HEADERS,
  frame,
  goodAnswer,
  grpcMessage,
  literal,
  RawConnection,
  settings,
  startRawServer,
  trailers,
  uint32,
} from '../../support/raw-http2-server.ts';

const MESSAGE = Buffer.from('one request');
const goAway = (lastStreamId: number, code = 0, debug = '') =>
  frame(FRAME.goAway, 0, 0, Buffer.concat([uint32(lastStreamId, code), Buffer.from(debug)]));
const reset = (streamId: number, code: number) => frame(FRAME.rstStream, 0, streamId, uint32(code));

describe('GOAWAY', () => {
  it('sends again, once and elsewhere, what the server did not look at', async () => {
    await using server = await startRawServer();
    await using load = await GrpcLoad.open(echoOptions(server.port));
    const first = await server.connection();
    for (let count = 0; count < 4; count += 1) load.send();
    await first.request(3);
    first.write(goAway(3), goodAnswer(1, MESSAGE), goodAnswer(3, MESSAGE));
    const second = await server.connection(1);
    for (const index of [0, 1]) second.write(goodAnswer(await second.request(index), MESSAGE));
    const ended = await load.until(4);
    assert.deepEqual(grpcTally(ended), { ok: 4 });
    assert.deepEqual(
      ended.map(({ index }) => index),
      [0, 1, 2, 3],
      'in their old order',
    );
    assert.equal(load.engine.counters.resent, 2);
    assert.equal(load.engine.counters.newConnections, 1);
    await first.ended();
  });

  it('of two steps is followed step by step', async () => {
    await using server = await startRawServer();
    await using load = await GrpcLoad.open(echoOptions(server.port));
    const first = await server.connection();
    load.send();
    load.send();
    await first.request(1);
    first.write(goAway(2 ** 31 - 1), goodAnswer(1, MESSAGE));
    await load.until(1);
    load.send();
    const second = await server.connection(1);
    second.write(goodAnswer(await second.request(), MESSAGE));
    await load.until(2);
    first.write(goAway(1));
    second.write(goodAnswer(await second.request(1), MESSAGE));
    assert.deepEqual(grpcTally(await load.until(3)), { ok: 3 });
    assert.equal(load.engine.counters.resent, 1);
  });

  it('a second time is an outcome', async () => {
    await using server = await startRawServer();
    await using load = await GrpcLoad.open(echoOptions(server.port));
    load.send();
    for (const index of [0, 1]) {
      const peer = await server.connection(index);
      await peer.request();
      peer.write(goAway(0, ERROR_CODE.enhanceYourCalm, 'too busy'));
    }
    const [ended] = await load.until(1);
    assert.equal(ended?.outcome, 'grpc-unavailable');
    assert.equal(ended?.detail, 'GOAWAY ENHANCE_YOUR_CALM: too busy (twice)');
    assert.equal(load.engine.counters.resent, 1);
  });

  it('leaves what it took to end, or to fall with the connection', async () => {
    await using server = await startRawServer();
    await using load = await GrpcLoad.open(echoOptions(server.port));
    const peer = await server.connection();
    load.send();
    await peer.request();
    peer.write(goAway(1));
    peer.socket.end();
    const [ended] = await load.until(1);
    assert.equal(ended?.outcome, 'closed-mid-answer');
    assert.equal(ended?.detail, 'the server closed the connection after GOAWAY NO_ERROR');
    assert.equal(load.engine.counters.resent, 0);
  });
});

describe('RST_STREAM', () => {
  const cases = [
    ['noError', 'grpc-internal', 'NO_ERROR'],
    ['protocolError', 'grpc-internal', 'PROTOCOL_ERROR'],
    ['internalError', 'grpc-internal', 'INTERNAL_ERROR'],
    ['cancel', 'grpc-cancelled', 'CANCEL'],
    ['enhanceYourCalm', 'grpc-resource-exhausted', 'ENHANCE_YOUR_CALM'],
    ['inadequateSecurity', 'grpc-other', 'INADEQUATE_SECURITY'],
  ] as const;
  for (const [code, outcome, name] of cases) {
    it(`${name} is ${outcome}, and the connection lives`, async () => {
      await using server = await startRawServer();
      await using load = await GrpcLoad.open(echoOptions(server.port));
      const peer = await server.connection();
      load.send();
      peer.write(reset(await peer.request(), ERROR_CODE[code]));
      const [ended] = await load.until(1);
      assert.deepEqual(
        [ended?.outcome, ended?.detail],
        [outcome, `the server reset the stream: ${name}`],
      );
      load.send();
      peer.write(goodAnswer(await peer.request(1), MESSAGE));
      assert.deepEqual(grpcTally(await load.until(2)), { [outcome]: 1, ok: 1 });
    });
  }

  it('REFUSED_STREAM is sent again once, then it is an outcome', async () => {
    await using server = await startRawServer();
    await using load = await GrpcLoad.open(echoOptions(server.port));
    const peer = await server.connection();
    load.send();
    peer.write(reset(await peer.request(), ERROR_CODE.refusedStream));
    peer.write(reset(await peer.request(1), ERROR_CODE.refusedStream));
    const [ended] = await load.until(1);
    assert.equal(ended?.outcome, 'grpc-unavailable');
    assert.equal(load.engine.counters.resent, 1);
    load.send();
    peer.write(goodAnswer(await peer.request(2), MESSAGE));
    assert.deepEqual(grpcTally(await load.until(2)), { 'grpc-unavailable': 1, ok: 1 });
  });

  it('after an answer that came early is nothing new', async () => {
    await using server = await startRawServer();
    await using load = await GrpcLoad.open(echoOptions(server.port));
    const peer = await server.connection();
    for (const index of [0, 1]) {
      load.send();
      const id = await peer.request(index);
      peer.write(goodAnswer(id, MESSAGE), reset(id, ERROR_CODE.noError));
      await load.until(index + 1);
    }
    assert.deepEqual(grpcTally(load.ended), { ok: 2 });
  });
});

describe('an answer', () => {
  const trailersOnly = (id: number, ...headers: [string, string][]) =>
    frame(
      FRAME.headers,
      FLAG.endHeaders | FLAG.endStream,
      id,
      Buffer.concat([ANSWER_HEADERS, ...headers.map(([name, value]) => literal(name, value))]),
    );
  const answerWith = (id: number, ...parts: Buffer[]) =>
    Buffer.concat([frame(FRAME.headers, FLAG.endHeaders, id, ANSWER_HEADERS), ...parts]);
  const page = (id: number, status: string, type: string) => {
    const block = Buffer.concat([literal(':status', status), literal('content-type', type)]);
    return Buffer.concat([
      frame(FRAME.headers, FLAG.endHeaders, id, block),
      frame(FRAME.data, FLAG.endStream, id, Buffer.from('<html>Bad gateway</html>')),
    ]);
  };
  const gzipped = (id: number, encoding: string, message: Buffer) =>
    Buffer.concat([
      frame(
        FRAME.headers,
        FLAG.endHeaders,
        id,
        Buffer.concat([ANSWER_HEADERS, literal('grpc-encoding', encoding)]),
      ),
      frame(FRAME.data, 0, id, grpcMessage(message, 1)),
      trailers(id),
    ]);
  const cases: readonly (readonly [string, (id: number) => Buffer, string, string | RegExp])[] = [
    [
      'of trailers alone',
      (id) => trailersOnly(id, ['grpc-status', '5'], ['grpc-message', "no model 'm'"]),
      'grpc-not-found',
      "no model 'm'",
    ],
    [
      'with a percent-encoded message',
      (id) => trailersOnly(id, ['grpc-status', '3'], ['grpc-message', '%E2%82%AC 100%25 %zz']),
      'grpc-invalid-argument',
      '€ 100% %zz',
    ],
    [
      'with a status and no message',
      (id) => trailersOnly(id, ['grpc-status', '13']),
      'grpc-internal',
      'grpc-status 13',
    ],
    [
      'whose status is no number',
      (id) => trailersOnly(id, ['grpc-status', 'fine']),
      'grpc-unknown',
      'grpc-status 2',
    ],
    [
      'with a good message and a bad status',
      (id) => answerWith(id, frame(FRAME.data, 0, id, grpcMessage(MESSAGE)), trailers(id, 14)),
      'grpc-unavailable',
      'grpc-status 14',
    ],
    [
      'with status OK and no message',
      (id) => answerWith(id, trailers(id)),
      'malformed-answer',
      'status OK, but no message',
    ],
    [
      'whose message is cut short',
      (id) =>
        answerWith(id, frame(FRAME.data, 0, id, grpcMessage(MESSAGE).subarray(0, 9)), trailers(id)),
      'malformed-answer',
      'the message was cut short',
    ],
    [
      'with two messages in one frame',
      (id) => {
        const two = Buffer.concat([grpcMessage(MESSAGE), grpcMessage(MESSAGE)]);
        return answerWith(id, frame(FRAME.data, 0, id, two), trailers(id));
      },
      'malformed-answer',
      'more than one message in a unary answer',
    ],
    [
      'with two messages in two frames',
      (id) => {
        const one = frame(FRAME.data, 0, id, grpcMessage(MESSAGE));
        return answerWith(id, one, one, trailers(id));
      },
      'malformed-answer',
      'more than one message in a unary answer',
    ],
    [
      'that is another message',
      (id) => goodAnswer(id, Buffer.from('another')),
      'wrong-answer',
      '7 bytes came back for 11',
    ],
    ['from a proxy', (id) => page(id, '502', 'text/html'), 'http-5xx', 'HTTP 502 (text/html)'],
    [
      'with HTTP 404 and nothing else',
      (id) => frame(FRAME.headers, FLAG.endHeaders | FLAG.endStream, id, literal(':status', '404')),
      'http-4xx',
      'HTTP 404',
    ],
    [
      'that is a page',
      (id) => page(id, '200', 'text/html'),
      'malformed-answer',
      'no gRPC message (text/html)',
    ],
    [
      'without trailers',
      (id) => answerWith(id, frame(FRAME.data, FLAG.endStream, id, grpcMessage(MESSAGE))),
      'protocol-error',
      'an answer without grpc-status (application/grpc)',
    ],
    ['in gzip', (id) => gzipped(id, 'gzip', gzipSync(MESSAGE)), 'ok', ''],
    [
      'in what is not gzip',
      (id) => gzipped(id, 'gzip', MESSAGE),
      'malformed-answer',
      /^the message is not gzip/,
    ],
    [
      'in an unknown encoding',
      (id) => gzipped(id, 'snappy', MESSAGE),
      'malformed-answer',
      'the message is compressed, and grpc-encoding is "snappy"',
    ],
  ];
  for (const [what, answer, outcome, detail] of cases) {
    it(`${what} is ${outcome}, and the next one is good`, async () => {
      await using server = await startRawServer();
      await using load = await GrpcLoad.open(echoOptions(server.port));
      const peer = await server.connection();
      load.send();
      peer.write(answer(await peer.request()));
      const [ended] = await load.until(1);
      assert.equal(ended?.outcome, outcome);
      if (typeof detail === 'string') assert.equal(ended?.detail, detail);
      else assert.match(ended?.detail ?? '', detail);
      load.send();
      peer.write(goodAnswer(await peer.request(1), MESSAGE));
      assert.equal((await load.until(2))[1]?.outcome, 'ok');
      assert.equal(server.connections.length, 1);
    });
  }

  it('larger than the limit is refused by its prefix alone', async () => {
    await using server = await startRawServer();
    await using load = await GrpcLoad.open(echoOptions(server.port), { maxMessageBytes: 1000 });
    const peer = await server.connection();
    load.send();
    const id = await peer.request();
    peer.write(
      answerWith(id, frame(FRAME.data, 0, id, Buffer.concat([Buffer.of(0), uint32(1001)]))),
    );
    const [ended] = await load.until(1);
    assert.equal(ended?.outcome, 'grpc-resource-exhausted');
    await peer.received(({ type }) => type === FRAME.rstStream);
  });
});

describe('trailers that come again', () => {
  it('as the C core of gRPC sends them, change nothing', async () => {
    await using server = await startRawServer();
    await using load = await GrpcLoad.open(echoOptions(server.port));
    const peer = await server.connection();
    for (const index of [0, 1]) {
      load.send();
      const id = await peer.request(index);
      const again = [trailers(id, 13), reset(id, ERROR_CODE.noError)];
      peer.write(goodAnswer(id, MESSAGE), ...again, ...again, ...again);
      await load.until(index + 1);
    }
    assert.deepEqual(grpcTally(load.ended), { ok: 2 });
  });
});

describe('the timeout', () => {
  const timeoutNs = 5e9;
  const DEADLINE_MS = 5000;

  it('cancels the stream; done is sent + timeout exactly, however late we look', async () => {
    const clock = new HandClock();
    await using server = await startRawServer();
    await using load = await GrpcLoad.open(echoOptions(server.port, { timeoutNs, clock }));
    const peer = await server.connection();
    load.send();
    const id = await peer.request();
    clock.moveTo(DEADLINE_MS - 1);
    assert.equal(load.ended.length, 0);
    clock.moveTo(DEADLINE_MS + 700);
    const cancelled = await peer.received(({ type }) => type === FRAME.rstStream);
    assert.equal(cancelled.streamId, id);
    assert.equal(cancelled.payload.readUInt32BE(0), ERROR_CODE.cancel);
    const [ended] = await load.until(1);
    assert.deepEqual([ended?.outcome, ended?.doneNs], ['timed-out', timeoutNs]);
  });

  it('holds for an answer that is read after its deadline, before the timer', async () => {
    const clock = new HandClock();
    await using server = await startRawServer();
    await using load = await GrpcLoad.open(echoOptions(server.port, { timeoutNs, clock }));
    const peer = await server.connection();
    load.send();
    const id = await peer.request();
    clock.ms = DEADLINE_MS + 1;
    peer.write(goodAnswer(id, MESSAGE));
    const [ended] = await load.until(1);
    assert.deepEqual([ended?.outcome, ended?.doneNs], ['timed-out', timeoutNs]);
    assert.equal(peer.frames.filter(({ type }) => type === FRAME.rstStream).length, 0);
  });

  it('leaves the connection good: late frames change nothing, and the next answer is read', async () => {
    const clock = new HandClock();
    await using server = await startRawServer();
    await using load = await GrpcLoad.open(echoOptions(server.port, { timeoutNs, clock }));
    const peer = await server.connection();
    load.send();
    const late = await peer.request();
    clock.moveTo(DEADLINE_MS);
    load.send();
    const answer = goodAnswer(await peer.request(1), MESSAGE);
    peer.write(goodAnswer(late, Buffer.from('too late')), reset(late, ERROR_CODE.noError), answer);
    assert.deepEqual(grpcTally(await load.until(2)), { 'timed-out': 1, ok: 1 });
    assert.equal(server.connections.length, 1);
  });

  it('frees the stream for another request', async () => {
    const clock = new HandClock();
    await using server = await startRawServer(settings({ [SETTING.maxConcurrentStreams]: 1 }));
    await using load = await GrpcLoad.open(echoOptions(server.port, { timeoutNs, clock }));
    const peer = await server.connection();
    load.send();
    load.send();
    await peer.request();
    clock.moveTo(DEADLINE_MS);
    peer.write(goodAnswer(await peer.request(1), MESSAGE));
    const ended = await load.until(2);
    assert.deepEqual(grpcTally(ended), { 'timed-out': 1, ok: 1 });
    assert.equal(ended[1]?.sentNs, timeoutNs, 'its own time began when it was sent');
  });

  it('stops a body on its way', async () => {
    const clock = new HandClock();
    await using server = await startRawServer();
    const messages = [Buffer.alloc(200_000), Buffer.alloc(10)];
    const options = echoOptions(server.port, { timeoutNs, clock }, messages);
    await using load = await GrpcLoad.open(options);
    const peer = await server.connection();
    load.send(0);
    await peer.received(({ type }) => type === FRAME.data);
    clock.moveTo(DEADLINE_MS);
    peer.write(frame(FRAME.windowUpdate, 0, 1, uint32(1_000_000)));
    peer.write(frame(FRAME.windowUpdate, 0, 0, uint32(1_000_000)));
    load.send(1);
    assert.equal(await peer.request(), 3);
    const sent = peer.frames.filter(({ type, streamId }) => type === FRAME.data && streamId === 1);
    assert.equal(
      sent.reduce((sum, { payload }) => sum + payload.length, 0),
      65_535,
    );
  });
});

describe('a connection that ends', () => {
  async function oneLost(end: (peer: RawConnection) => void) {
    await using server = await startRawServer();
    await using load = await GrpcLoad.open(echoOptions(server.port));
    const peer = await server.connection();
    load.send();
    await peer.request();
    end(peer);
    const [ended] = await load.until(1);
    load.send();
    const next = await server.connection(1);
    next.write(goodAnswer(await next.request(), MESSAGE));
    assert.equal((await load.until(2))[1]?.outcome, 'ok');
    assert.equal(load.engine.counters.newConnections, 1);
    assert.equal(load.engine.counters.resent, 0);
    return ended;
  }

  it('fails the request in flight, never sends it again, and is opened anew', async () => {
    const ended = await oneLost((peer) => peer.socket.end());
    assert.deepEqual(
      [ended?.outcome, ended?.detail],
      ['closed-mid-answer', 'the server closed the connection'],
    );
  });

  it('is a reset when the kernel says so', async () => {
    const ended = await oneLost((peer) => peer.socket.resetAndDestroy());
    assert.equal(ended?.outcome, 'reset');
  });

  it('takes waiting requests along only when it cannot be opened again', async () => {
    const server = await startRawServer();
    await using load = await GrpcLoad.open(echoOptions(server.port));
    await server[Symbol.asyncDispose]();
    const ended = await load.one();
    assert.match(ended.outcome, /^(refused|reset|closed-mid-answer)$/);
    const next = await load.one();
    assert.equal(next.outcome, 'refused');
    assert.match(next.detail, /ECONNREFUSED/);
    assert.equal(next.sentNs, -1);
  });
});

describe('a server that is down', () => {
  it('is asked again and again, but not hammered, and each request ends with a reason', async () => {
    const server = createServer((socket) => socket.end(settings()));
    let accepted = 0;
    server.on('connection', () => {
      accepted += 1;
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    const load = await GrpcLoad.open(echoOptions(port));
    const startMs = performance.now();
    const ended = await load.closedLoop(12, 4);
    const elapsedMs = performance.now() - startMs;
    assert.ok(accepted <= 2 + elapsedMs / 90, `${accepted} connections in ${elapsedMs} ms`);
    assert.ok(ended.every(({ outcome }) => outcome !== 'ok'));
    await load.engine.close();
    server.close();
  });

  it('comes back, and is used again', async () => {
    const first = await startRawServer();
    const { port } = first;
    await using load = await GrpcLoad.open(echoOptions(port, { connections: 2 }));
    await first[Symbol.asyncDispose]();
    load.send();
    await load.until(1);
    const server = createServer((socket) => {
      const peer = new RawConnection(socket);
      peer.write(settings());
      const answer = (id: number) => peer.write(goodAnswer(id, MESSAGE));
      peer.request().then(answer, () => {});
    });
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    let last = load.ended[0];
    while (last?.outcome !== 'ok') last = await load.one();
    await load.engine.close();
    server.close();
  });
});

describe('closing the engine', () => {
  it('ends what was sent as aborted and what was not as unsent, and says GOAWAY', async () => {
    await using server = await startRawServer(settings({ [SETTING.maxConcurrentStreams]: 2 }));
    const load = await GrpcLoad.open(echoOptions(server.port));
    const peer = await server.connection();
    for (let count = 0; count < 5; count += 1) load.send();
    await peer.request(1);
    await load.engine.close();
    assert.deepEqual(grpcTally(load.ended), { aborted: 2, unsent: 3 });
    assert.equal((await peer.goAway()).errorCode, ERROR_CODE.noError);
    assert.equal(load.engine.queueDepth, 0);
  });

  it('sends nothing of a request that was not flushed', async () => {
    await using server = await startRawServer();
    const load = await GrpcLoad.open(echoOptions(server.port));
    const peer = await server.connection();
    load.dispatch();
    await load.engine.close();
    assert.deepEqual(grpcTally(load.ended), { unsent: 1 });
    await peer.ended();
    assert.equal(peer.frames.filter(({ type }) => type === FRAME.headers).length, 0);
  });

  it('takes a request that comes later as unsent', async () => {
    await using server = await startRawServer();
    const load = await GrpcLoad.open(echoOptions(server.port));
    await load.engine.close();
    load.send();
    assert.deepEqual(grpcTally(load.ended), { unsent: 1 });
  });
});

describe('opening fails', () => {
  it('when nobody listens', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    await new Promise((resolve) => server.close(resolve));
    await assert.rejects(GrpcLoad.open(echoOptions(port)), {
      name: 'BenchError',
      code: 'server-unreachable',
      message: new RegExp(`^cannot connect to grpc://127.0.0.1:${port}: .*ECONNREFUSED`),
    });
  });

  const FOREIGN = [
    ['HTTP/1.1 400 Bad Request\r\n\r\n', /the server answered HTTP\/1\.1, not HTTP\/2/],
    ['HTTP/1.0 505 No\r\n\r\n', /the server answered HTTP\/1\.0, not HTTP\/2/],
    ['\x15\x03\x01\x00\x02\x02\x46', /the server answered TLS/],
    ['220 mail.example.com ESMTP', /the server answered something that is not HTTP\/2/],
    ['', /the server closed the connection before its SETTINGS/],
  ] as const;
  for (const [words, message] of FOREIGN) {
    it(`when the server says ${JSON.stringify(words)}`, async () => {
      await using server = await startRawServer(Buffer.alloc(0));
      const opening = GrpcLoad.open(echoOptions(server.port));
      const peer = await server.connection();
      await peer.received(({ type }) => type === FRAME.settings);
      peer.socket.end(Buffer.from(words, 'latin1'));
      await assert.rejects(opening, { code: 'server-unreachable', message });
    });
  }

  it('when the server accepts and says nothing', async () => {
    await using server = await startRawServer(Buffer.alloc(0));
    const opening = GrpcLoad.open(echoOptions(server.port), { connectTimeoutMs: 50 });
    await assert.rejects(opening, {
      message: /connected, but the server sent no HTTP\/2 SETTINGS/,
    });
  });
});
