import assert from 'node:assert/strict';
import { once } from 'node:events';
import {
  constants,
  createServer,
  type Http2Server,
  type Http2Session,
  type IncomingHttpHeaders,
  type ServerHttp2Stream,
  type ServerOptions,
} from 'node:http2';
import type { AddressInfo } from 'node:net';
import { describe, it } from 'node:test';
import { echoOptions, GrpcLoad, grpcTally } from '../../support/grpc-load.ts';
import { HandClock } from '../../support/hand-clock.ts';
import { grpcMessage } from '../../support/raw-http2-server.ts';

type OnStream = (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => void;

interface Http2Echo extends AsyncDisposable {
  readonly port: number;
  readonly server: Http2Server;
  readonly sessions: readonly Http2Session[];
  /** Requests that came with all their bytes. */
  readonly served: number;
}

const MESSAGE = Buffer.from('one request');
const GRPC_HEADERS = { ':status': 200, 'content-type': 'application/grpc' };

/** Reads the whole request, then answers with it as gRPC does. */
function echo(stream: ServerHttp2Stream, headers: Record<string, string> = {}): void {
  const chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  stream.on('end', () => {
    stream.respond({ ...GRPC_HEADERS, ...headers }, { waitForTrailers: true });
    stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
    stream.end(Buffer.concat(chunks));
  });
}

async function startHttp2(
  options: ServerOptions,
  onStream: OnStream,
  host = '127.0.0.1',
): Promise<Http2Echo> {
  const server = createServer(options);
  const sessions: Http2Session[] = [];
  let served = 0;
  server.on('session', (session) => sessions.push(session));
  server.on('stream', (stream, headers) => {
    stream.on('error', () => {});
    stream.on('end', () => {
      served += 1;
    });
    onStream(stream, headers);
  });
  server.listen(0, host);
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    server,
    sessions,
    get served() {
      return served;
    },
    async [Symbol.asyncDispose]() {
      for (const session of sessions) session.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

describe('against node:http2', () => {
  it('sends the headers of gRPC, the timeout and the metadata', async () => {
    let seen: IncomingHttpHeaders = {};
    await using server = await startHttp2({}, (stream, headers) => {
      seen = headers;
      echo(stream);
    });
    const headers = { authorization: 'Bearer secret', 'x-trace-bin': 'AAEC' };
    await using load = await GrpcLoad.open(echoOptions(server.port, { timeoutNs: 5e9, headers }));
    for (const _ of [1, 2, 3]) {
      assert.equal((await load.one()).outcome, 'ok');
      assert.deepEqual(Object.fromEntries(Object.entries(seen)), {
        ':method': 'POST',
        ':scheme': 'http',
        ':path': '/inference.GRPCInferenceService/ModelInfer',
        ':authority': `127.0.0.1:${server.port}`,
        te: 'trailers',
        'content-type': 'application/grpc',
        'user-agent': 'inferbench',
        'grpc-accept-encoding': 'identity,deflate,gzip',
        'grpc-timeout': '5050000u',
        ...headers,
      });
    }
  });

  it('sends metadata that needs CONTINUATION, time after time', async () => {
    const long = 'y'.repeat(40_000);
    const seen: unknown[] = [];
    await using server = await startHttp2({}, (stream, headers) => {
      seen.push(headers['x-long']);
      echo(stream);
    });
    const options = echoOptions(server.port, { headers: { 'x-long': long } });
    await using load = await GrpcLoad.open(options);
    assert.deepEqual(grpcTally(await load.closedLoop(5, 2)), { ok: 5 });
    assert.ok(seen.length === 5 && seen.every((value) => value === long));
  });

  const SETTINGS: readonly (readonly [string, ServerOptions])[] = [
    ['as it is', {}],
    ['that pads all it can', { paddingStrategy: constants.PADDING_STRATEGY_MAX }],
    ['with a window of 100 bytes', { settings: { initialWindowSize: 100 } }],
    ['without a header table', { settings: { headerTableSize: 0 } }],
    ['with a small header table', { settings: { headerTableSize: 120 } }],
    ['that takes two streams at a time', { settings: { maxConcurrentStreams: 2 } }],
    ['that takes frames of 1 MiB', { settings: { maxFrameSize: 1024 * 1024 } }],
  ];
  for (const [what, options] of SETTINGS) {
    it(`counts what a server counts ${what}`, async () => {
      await using server = await startHttp2(options, (stream) => echo(stream));
      const messages = [3300, 0, 20_000, 1, 200_000].map((size) => Buffer.alloc(size, 'm'));
      await using load = await GrpcLoad.open(
        echoOptions(server.port, { connections: 2 }, messages),
      );
      const ended = await load.closedLoop(100, 10);
      assert.deepEqual(grpcTally(ended), { ok: 100 });
      assert.equal(server.served, 100);
    });
  }

  it('reads headers of an answer that need CONTINUATION', async () => {
    const long = { 'x-long': 'z'.repeat(50_000) };
    await using server = await startHttp2({}, (stream) => echo(stream, long));
    await using load = await GrpcLoad.open(echoOptions(server.port));
    assert.deepEqual(grpcTally(await load.closedLoop(10, 2)), { ok: 10 });
  });

  it('follows SETTINGS that change while it runs', async () => {
    await using server = await startHttp2({}, (stream) => echo(stream));
    const messages = [Buffer.alloc(100_000, 'm')];
    await using load = await GrpcLoad.open(echoOptions(server.port, {}, messages));
    for (const initialWindowSize of [10, 1_000_000, 0, 65_535]) {
      server.sessions[0]?.settings({ initialWindowSize, headerTableSize: initialWindowSize });
      const run = load.closedLoop(20, 4);
      if (initialWindowSize === 0) server.sessions[0]?.settings({ initialWindowSize: 50_000 });
      assert.deepEqual(grpcTally(await run), { ok: 20 });
    }
    assert.equal(server.served, 80);
  });

  it('speaks over IPv6', async () => {
    let authority: string | undefined;
    const onStream: OnStream = (stream, headers) => {
      authority = headers[':authority'];
      echo(stream);
    };
    await using server = await startHttp2({}, onStream, '::1');
    const target = { host: '::1', port: server.port, tls: false };
    await using load = await GrpcLoad.open(echoOptions(server.port, { target }));
    assert.equal((await load.one()).outcome, 'ok');
    assert.equal(authority, `[::1]:${server.port}`);
  });

  it('opens a thousand connections, and spreads requests evenly', async () => {
    const perSession = new Map<unknown, number>();
    await using server = await startHttp2({}, (stream) => {
      perSession.set(stream.session, (perSession.get(stream.session) ?? 0) + 1);
      echo(stream);
    });
    const counts = { connections: 1000, maxConnections: 1000 };
    const options = echoOptions(server.port, counts, [Buffer.alloc(3300)]);
    await using load = await GrpcLoad.open(options);
    assert.equal(server.sessions.length, 1000);
    for (let count = 0; count < 2000; count += 1) load.dispatch();
    load.engine.flush();
    assert.deepEqual(grpcTally(await load.until(2000)), { ok: 2000 });
    assert.equal(perSession.size, 1000);
    assert.ok([...perSession.values()].every((count) => count === 2));
  });

  it('answers PING', async () => {
    await using server = await startHttp2({}, (stream) => echo(stream));
    await using load = await GrpcLoad.open(echoOptions(server.port));
    const payload = await new Promise((resolve, reject) => {
      server.sessions[0]?.ping(Buffer.from('12345678'), (error, _ms, echoed) =>
        error ? reject(error) : resolve(echoed),
      );
    });
    assert.deepEqual(payload, Buffer.from('12345678'));
    assert.equal((await load.one()).outcome, 'ok');
  });

  it('goes on elsewhere after GOAWAY, and counts every request once', async () => {
    await using server = await startHttp2({}, (stream) => echo(stream));
    await using load = await GrpcLoad.open(echoOptions(server.port));
    server.server.on('stream', (stream: ServerHttp2Stream) => {
      if (stream.id === 101 && server.sessions.length < 5) stream.session?.close();
    });
    const ended = await load.closedLoop(2000, 8);
    assert.deepEqual(grpcTally(ended), { ok: 2000 });
    assert.equal(server.served, 2000);
    assert.equal(load.engine.counters.newConnections, 4);
  });

  it('sends again what GOAWAY left out, and only that', async () => {
    let requests = 0;
    await using server = await startHttp2({}, (stream) => {
      requests += 1;
      if (requests === 3) stream.session?.goaway(constants.NGHTTP2_NO_ERROR, 3);
      if (requests === 3 || requests === 4) return;
      echo(stream);
    });
    await using load = await GrpcLoad.open(echoOptions(server.port));
    for (let count = 0; count < 4; count += 1) load.dispatch();
    load.engine.flush();
    const ended = await load.until(4);
    assert.deepEqual(grpcTally(ended), { ok: 4 });
    assert.equal(load.engine.counters.resent, 2);
  });

  it('tells RST_STREAM codes apart', async () => {
    const codes = [
      constants.NGHTTP2_CANCEL,
      constants.NGHTTP2_INTERNAL_ERROR,
      constants.NGHTTP2_ENHANCE_YOUR_CALM,
    ];
    await using server = await startHttp2({}, (stream) => stream.close(codes.shift()));
    await using load = await GrpcLoad.open(echoOptions(server.port));
    const ended = await load.closedLoop(3, 1);
    assert.deepEqual(
      ended.map(({ outcome }) => outcome),
      ['grpc-cancelled', 'grpc-internal', 'grpc-resource-exhausted'],
    );
  });

  it('reads an answer of trailers alone', async () => {
    await using server = await startHttp2({}, (stream) => {
      const status = { 'grpc-status': '5', 'grpc-message': 'no model %22m%22' };
      stream.respond({ ...GRPC_HEADERS, ...status }, { endStream: true });
    });
    await using load = await GrpcLoad.open(echoOptions(server.port));
    const { outcome, detail } = await load.one();
    assert.deepEqual([outcome, detail], ['grpc-not-found', 'no model "m"']);
  });

  it('reads interim answers before the real one', async () => {
    await using server = await startHttp2({}, (stream) => {
      stream.additionalHeaders({ ':status': 102 });
      stream.additionalHeaders({ ':status': 103, link: '</x>' });
      echo(stream);
    });
    await using load = await GrpcLoad.open(echoOptions(server.port));
    assert.equal((await load.one()).outcome, 'ok');
  });

  it('reads a message that was written in many pieces', async () => {
    const whole = grpcMessage(MESSAGE);
    await using server = await startHttp2({}, async (stream) => {
      stream.respond(GRPC_HEADERS, { waitForTrailers: true });
      stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
      for (const byte of whole) await new Promise((done) => stream.write(Buffer.of(byte), done));
      stream.end();
    });
    await using load = await GrpcLoad.open(echoOptions(server.port));
    assert.equal((await load.one()).outcome, 'ok');
  });

  it('cancels a request whose time is up, and the server hears of it', async () => {
    const clock = new HandClock();
    const codes: Promise<number | undefined>[] = [];
    await using server = await startHttp2({}, (stream) => {
      codes.push(once(stream, 'close').then(() => stream.rstCode));
      if (codes.length === 3) clock.moveTo(60_000);
    });
    await using load = await GrpcLoad.open(echoOptions(server.port, { clock }));
    assert.deepEqual(grpcTally(await load.closedLoop(3, 3)), { 'timed-out': 3 });
    assert.deepEqual(await Promise.all(codes), Array(3).fill(constants.NGHTTP2_CANCEL));
  });
});
