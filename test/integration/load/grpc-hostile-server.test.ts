import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { ERROR_CODE, FLAG, FRAME, SETTING } from '../../../src/load/engines/grpc/http2-codes.ts';
import { echoOptions, GrpcLoad } from '../../support/grpc-load.ts';
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
const END = FLAG.endHeaders | FLAG.endStream;
const headers = (id: number, block: Buffer, flags: number = FLAG.endHeaders) =>
  frame(FRAME.headers, flags, id, block);
const started = (id: number) => headers(id, ANSWER_HEADERS);
const repeat = (count: number, bytes: Buffer) =>
  Buffer.concat(Array.from({ length: count }, () => bytes));

type Code = keyof typeof ERROR_CODE;
type Case = readonly [what: string, code: Code, reason: RegExp, bytes: (id: number) => Buffer];

const BROKEN_FRAMES: readonly Case[] = [
  [
    'a frame over our limit',
    'frameSizeError',
    /a frame of 16385 bytes/,
    (id) => frame(FRAME.data, 0, id, Buffer.alloc(16_385)),
  ],
  [
    'SETTINGS on a stream',
    'protocolError',
    /SETTINGS on a wrong stream/,
    (id) => frame(FRAME.settings, 0, id),
  ],
  [
    'SETTINGS of five bytes',
    'frameSizeError',
    /SETTINGS of an odd length/,
    () => frame(FRAME.settings, 0, 0, Buffer.alloc(5)),
  ],
  [
    'SETTINGS ACK with a payload',
    'frameSizeError',
    /SETTINGS ACK/,
    () => frame(FRAME.settings, FLAG.ack, 0, Buffer.alloc(6)),
  ],
  [
    'push asked for',
    'protocolError',
    /wants to be pushed to/,
    () => settings({ [SETTING.enablePush]: 1 }),
  ],
  [
    'an initial window of 2^31',
    'flowControlError',
    /initial window of 2147483648/,
    () => settings({ [SETTING.initialWindowSize]: 2 ** 31 }),
  ],
  [
    'a maximum frame size too small',
    'protocolError',
    /maximum frame size of 16383/,
    () => settings({ [SETTING.maxFrameSize]: 16_383 }),
  ],
  [
    'a maximum frame size too large',
    'protocolError',
    /maximum frame size of 16777216/,
    () => settings({ [SETTING.maxFrameSize]: 2 ** 24 }),
  ],
  ['PING of seven bytes', 'frameSizeError', /PING/, () => frame(FRAME.ping, 0, 0, Buffer.alloc(7))],
  [
    'PING on a stream',
    'protocolError',
    /PING on a wrong stream/,
    (id) => frame(FRAME.ping, 0, id, Buffer.alloc(8)),
  ],
  [
    'GOAWAY of seven bytes',
    'frameSizeError',
    /GOAWAY/,
    () => frame(FRAME.goAway, 0, 0, Buffer.alloc(7)),
  ],
  [
    'GOAWAY on a stream',
    'protocolError',
    /GOAWAY on a wrong stream/,
    (id) => frame(FRAME.goAway, 0, id, Buffer.alloc(8)),
  ],
  [
    'a second GOAWAY that takes more',
    'protocolError',
    /second GOAWAY/,
    () =>
      Buffer.concat([
        frame(FRAME.goAway, 0, 0, uint32(5, 0)),
        frame(FRAME.goAway, 0, 0, uint32(7, 0)),
      ]),
  ],
  [
    'PRIORITY of four bytes',
    'frameSizeError',
    /PRIORITY/,
    (id) => frame(FRAME.priority, 0, id, Buffer.alloc(4)),
  ],
  [
    'PRIORITY on no stream',
    'protocolError',
    /PRIORITY on a wrong stream/,
    () => frame(FRAME.priority, 0, 0, Buffer.alloc(5)),
  ],
  [
    'RST_STREAM of three bytes',
    'frameSizeError',
    /RST_STREAM/,
    (id) => frame(FRAME.rstStream, 0, id, Buffer.alloc(3)),
  ],
  [
    'RST_STREAM of a stream that is not there yet',
    'protocolError',
    /RST_STREAM on a wrong/,
    (id) => frame(FRAME.rstStream, 0, id + 2, Buffer.alloc(4)),
  ],
  [
    'WINDOW_UPDATE of three bytes',
    'frameSizeError',
    /WINDOW_UPDATE/,
    () => frame(FRAME.windowUpdate, 0, 0, Buffer.alloc(3)),
  ],
  [
    'WINDOW_UPDATE by nothing',
    'protocolError',
    /WINDOW_UPDATE by nothing/,
    () => frame(FRAME.windowUpdate, 0, 0, uint32(0)),
  ],
  [
    'WINDOW_UPDATE of a stream that is not there yet',
    'protocolError',
    /on a wrong stream/,
    (id) => frame(FRAME.windowUpdate, 0, id + 2, uint32(1)),
  ],
  [
    'a connection window past 2^31-1',
    'flowControlError',
    /window grew past/,
    () => frame(FRAME.windowUpdate, 0, 0, uint32(2 ** 31 - 1)),
  ],
  [
    'a stream window past 2^31-1',
    'flowControlError',
    /window grew past/,
    (id) => frame(FRAME.windowUpdate, 0, id, uint32(2 ** 31 - 1)),
  ],
  [
    'PUSH_PROMISE',
    'protocolError',
    /PUSH_PROMISE/,
    (id) => frame(FRAME.pushPromise, FLAG.endHeaders, id, uint32(2)),
  ],
  [
    'more padding than frame',
    'protocolError',
    /more padding than frame/,
    (id) => Buffer.concat([started(id), frame(FRAME.data, FLAG.padded, id, Buffer.of(1))]),
  ],
  [
    'padding of an empty frame',
    'frameSizeError',
    /a padded frame/,
    (id) => Buffer.concat([started(id), frame(FRAME.data, FLAG.padded, id)]),
  ],
  [
    'HEADERS all padding and priority',
    'frameSizeError',
    /HEADERS/,
    (id) => headers(id, Buffer.of(2, 0, 0), FLAG.endHeaders | FLAG.padded | FLAG.priority),
  ],
];

const BROKEN_STREAMS: readonly Case[] = [
  ['DATA on no stream', 'protocolError', /DATA on a wrong stream/, () => frame(FRAME.data)],
  [
    'DATA on an even stream',
    'protocolError',
    /DATA on a wrong stream/,
    () => frame(FRAME.data, 0, 2),
  ],
  [
    'DATA on a stream that is not there yet',
    'protocolError',
    /DATA on a wrong stream/,
    (id) => frame(FRAME.data, 0, id + 2),
  ],
  [
    'HEADERS on a stream that is not there yet',
    'protocolError',
    /HEADERS on a wrong/,
    (id) => headers(id + 2, ANSWER_HEADERS),
  ],
  [
    'DATA before HEADERS',
    'protocolError',
    /DATA before HEADERS/,
    (id) => frame(FRAME.data, 0, id, grpcMessage(MESSAGE)),
  ],
  [
    'DATA after the end',
    'streamClosed',
    /DATA on a closed stream/,
    (id) => Buffer.concat([goodAnswer(id, MESSAGE), frame(FRAME.data, 0, id)]),
  ],
  [
    'HEADERS after the end',
    'streamClosed',
    /HEADERS on a closed stream/,
    (id) => Buffer.concat([goodAnswer(id, MESSAGE), started(id)]),
  ],
  [
    'headers in the middle',
    'protocolError',
    /trailers that do not end/,
    (id) => Buffer.concat([started(id), headers(id, literal('x', 'y'))]),
  ],
  [
    'trailers with :status',
    'protocolError',
    /:status in trailers/,
    (id) => Buffer.concat([started(id), headers(id, Buffer.of(0x88), END)]),
  ],
  [
    'an answer without :status',
    'protocolError',
    /without :status/,
    (id) => headers(id, literal('content-type', 'application/grpc')),
  ],
  [
    'an informational answer that ends',
    'protocolError',
    /HTTP 100 ends its stream/,
    (id) => headers(id, literal(':status', '100'), END),
  ],
  [
    'two :status',
    'protocolError',
    /not allowed: :status/,
    (id) => headers(id, Buffer.of(0x88, 0x88)),
  ],
  [
    'a :status that is no number',
    'protocolError',
    /not allowed: :status/,
    (id) => headers(id, literal(':status', 'ok')),
  ],
  [
    'a :status behind a header',
    'protocolError',
    /not allowed: :status/,
    (id) => headers(id, Buffer.concat([literal('x', 'y'), Buffer.of(0x88)])),
  ],
  [
    'an unknown pseudo-header',
    'protocolError',
    /not allowed: :path/,
    (id) => headers(id, Buffer.of(0x88, 0x84)),
  ],
  [
    'an upper-case name',
    'protocolError',
    /not allowed: X-Name/,
    (id) => headers(id, Buffer.concat([Buffer.of(0x88), literal('X-Name', 'y')])),
  ],
  [
    'a header of HTTP/1.1',
    'protocolError',
    /not allowed: connection/,
    (id) => headers(id, Buffer.concat([Buffer.of(0x88), literal('connection', 'close')])),
  ],
  [
    'a line break in a value',
    'protocolError',
    /not allowed: x/,
    (id) => headers(id, Buffer.concat([Buffer.of(0x88), literal('x', 'a\r\nb')])),
  ],
];

const BROKEN_BLOCKS: readonly Case[] = [
  [
    'a header index in no table',
    'compressionError',
    /header index 70/,
    (id) => headers(id, Buffer.of(0x80 | 70)),
  ],
  [
    'CONTINUATION alone',
    'protocolError',
    /CONTINUATION without its HEADERS/,
    (id) => frame(FRAME.continuation, FLAG.endHeaders, id),
  ],
  [
    'CONTINUATION after a whole block',
    'protocolError',
    /CONTINUATION without/,
    (id) => Buffer.concat([started(id), frame(FRAME.continuation, FLAG.endHeaders, id)]),
  ],
  [
    'another frame inside a block',
    'protocolError',
    /another frame inside/,
    (id) =>
      Buffer.concat([headers(id, ANSWER_HEADERS, 0), frame(FRAME.ping, 0, 0, Buffer.alloc(8))]),
  ],
  [
    'CONTINUATION of another stream',
    'protocolError',
    /CONTINUATION without/,
    (id) => Buffer.concat([headers(id, ANSWER_HEADERS, 0), frame(FRAME.continuation, 0, id + 2)]),
  ],
  [
    'a block that never ends',
    'enhanceYourCalm',
    /a header block of over/,
    (id) =>
      Buffer.concat([
        headers(id, Buffer.alloc(0), 0),
        repeat(20, frame(FRAME.continuation, 0, id, Buffer.alloc(16_384))),
      ]),
  ],
  [
    'a block of empty parts without end',
    'enhanceYourCalm',
    /a header block of over/,
    (id) =>
      Buffer.concat([
        headers(id, Buffer.alloc(0), 0),
        repeat(2000, frame(FRAME.continuation, 0, id)),
      ]),
  ],
  [
    'a list that grows when it is decoded',
    'enhanceYourCalm',
    /headers of one answer exceed/,
    (id) => {
      const large = Buffer.concat([Buffer.from('4001617fa11e', 'hex'), Buffer.alloc(4000, 'x')]);
      return headers(id, Buffer.concat([large, Buffer.alloc(100, 0xbe)]));
    },
  ],
];

const FLOODS: readonly Case[] = [
  [
    'PING',
    'enhanceYourCalm',
    /frames in a second that carry nothing/,
    () => repeat(10_500, frame(FRAME.ping, 0, 0, Buffer.alloc(8))),
  ],
  ['SETTINGS', 'enhanceYourCalm', /frames in a second/, () => repeat(10_500, settings())],
  [
    'empty DATA',
    'enhanceYourCalm',
    /frames in a second/,
    (id) => Buffer.concat([started(id), repeat(10_500, frame(FRAME.data, 0, id))]),
  ],
  [
    'informational answers',
    'enhanceYourCalm',
    /frames in a second/,
    (id) => repeat(10_500, headers(id, literal(':status', '103'))),
  ],
  [
    'RST_STREAM',
    'enhanceYourCalm',
    /frames in a second/,
    (id) => repeat(10_500, frame(FRAME.rstStream, 0, id, uint32(ERROR_CODE.cancel))),
  ],
  ['unknown frames', 'enhanceYourCalm', /frames in a second/, () => repeat(10_500, frame(0x77))],
  [
    'PRIORITY',
    'enhanceYourCalm',
    /frames in a second/,
    (id) => repeat(10_500, frame(FRAME.priority, 0, id, Buffer.alloc(5))),
  ],
];

const GROUPS = { BROKEN_FRAMES, BROKEN_STREAMS, BROKEN_BLOCKS, FLOODS };
const TITLES = {
  BROKEN_FRAMES: 'a frame that breaks HTTP/2',
  BROKEN_STREAMS: 'an answer that breaks HTTP/2',
  BROKEN_BLOCKS: 'a header block that breaks HPACK or its order',
  FLOODS: 'a flood',
};

for (const [name, cases] of Object.entries(GROUPS)) {
  describe(`${TITLES[name as keyof typeof GROUPS]} ends the connection, with a name:`, () => {
    for (const [what, code, reason, bytes] of cases) {
      it(what, async () => {
        await using server = await startRawServer();
        await using load = await GrpcLoad.open(echoOptions(server.port));
        const peer = await server.connection();
        load.send();
        peer.write(bytes(await peer.request()));
        const said = await peer.goAway();
        assert.equal(said.errorCode, ERROR_CODE[code]);
        assert.match(said.reason, reason);
        const [ended] = await load.until(1);
        // Those whose answer was whole before the fault, or which the server gave up itself.
        if (ended?.outcome !== 'ok' && ended?.outcome !== 'grpc-cancelled') {
          assert.equal(ended?.outcome, 'protocol-error');
          assert.match(ended.detail, reason);
        }
        await peer.ended();
        load.send();
        const next = await server.connection(1);
        next.write(goodAnswer(await next.request(), MESSAGE));
        assert.equal((await load.until(2))[1]?.outcome, 'ok');
      });
    }
  });
}

describe('a server that breaks rules at once', () => {
  it('is refused when its first frame is not SETTINGS', async () => {
    await using server = await startRawServer(frame(FRAME.ping, 0, 0, Buffer.alloc(8)));
    await assert.rejects(GrpcLoad.open(echoOptions(server.port)), {
      code: 'server-unreachable',
      message: /the first frame is not SETTINGS/,
    });
  });

  it('cannot answer what was not sent yet', async () => {
    await using server = await startRawServer();
    await using load = await GrpcLoad.open(echoOptions(server.port));
    const peer = await server.connection();
    load.dispatch();
    peer.write(goodAnswer(1, MESSAGE));
    assert.match((await peer.goAway()).reason, /an answer to what was not yet sent/);
    const next = await server.connection(1);
    next.write(goodAnswer(await next.request(), MESSAGE));
    const [ended] = await load.until(1);
    assert.equal(ended?.outcome, 'ok');
    assert.equal(load.engine.counters.resent, 0, 'it never was sent before');
  });
});

describe('a server that does not read', () => {
  it('but asks for answers is left, before its questions fill our memory', async () => {
    await using server = await startRawServer();
    const limits = { maxBacklogBytes: 100_000, maxIdleFramesPerSecond: 1e9 };
    await using load = await GrpcLoad.open(echoOptions(server.port), limits);
    const peer = await server.connection();
    load.send();
    await peer.request();
    peer.socket.pause();
    const pings = repeat(1000, frame(FRAME.ping, 0, 0, Buffer.alloc(8)));
    const flood = () => {
      while (!peer.socket.destroyed && peer.socket.write(pings));
    };
    peer.socket.on('drain', flood);
    flood();
    const [ended] = await load.until(1);
    assert.deepEqual(
      [ended?.outcome, ended?.detail],
      ['protocol-error', 'asks, but does not read answers'],
    );
  });
});

describe('any change of any byte of an answer', () => {
  it('ends every request once, with some outcome, and the next connection is good', async () => {
    const whole = (id: number) =>
      Buffer.concat([
        settings({ [SETTING.initialWindowSize]: 70_000 }),
        goodAnswer(id, MESSAGE),
        frame(FRAME.ping, 0, 0, Buffer.alloc(8)),
        started(id + 2),
        frame(
          FRAME.data,
          FLAG.padded,
          id + 2,
          Buffer.concat([Buffer.of(2), grpcMessage(MESSAGE), Buffer.alloc(2)]),
        ),
        trailers(id + 2),
        frame(FRAME.goAway, 0, 0, uint32(id + 2, 0)),
      ]);
    await using server = await startRawServer();
    await using load = await GrpcLoad.open(echoOptions(server.port));
    let ended = 0;
    let connections = 0;
    const change = fc.record({ at: fc.nat(whole(1).length - 1), byte: fc.nat(255) });
    const attempt = async (changes: readonly { at: number; byte: number }[]) => {
      const peer = await server.connection(connections);
      load.send();
      load.send();
      const bytes = whole(await peer.request());
      await peer.request(1);
      for (const { at, byte } of changes) bytes[at] = byte;
      peer.socket.end(bytes);
      connections += 1;
      // What was given back unprocessed goes out once more.
      while (load.ended.length < ended + 2) {
        const next = await Promise.race([load.until(ended + 2), server.connection(connections)]);
        if (!('socket' in next)) break;
        next.socket.end(Buffer.concat([settings(), frame(FRAME.goAway, 0, 0, uint32(0, 0))]));
        connections += 1;
      }
      ended += 2;
      assert.equal(load.ended.length, ended);
    };
    await fc.assert(fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 3 }), attempt), {
      numRuns: 25,
    });
  });
});
