import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { echoOptions, GrpcLoad, grpcTally } from '../support/grpc-load.ts';
import {
  type RealGrpcEcho,
  startGrpcGo,
  startGrpcio,
  startNghttpd,
} from '../support/real-grpc-servers.ts';
import { type RealTriton, startRealTriton } from '../support/real-triton.ts';

/** Over and under every border: no bytes, one frame, the first window, 25.7 MB. */
const SIZES = [3300, 0, 1, 16_379, 16_380, 65_530, 65_531, 300_000, 8192 * 3136];

function sharedMessages(sizes: readonly number[]): Uint8Array[] {
  return sizes.map((size, index) => {
    const message = new Uint8Array(new SharedArrayBuffer(size));
    for (let at = 0; at < size; at += 1) message[at] = (at * 31 + (at >>> 8) + index) & 0xff;
    return message;
  });
}

/** Small requests in numbers, then every size; all come back as they went, and the server saw each. */
async function echoes(server: RealGrpcEcho, small: number): Promise<void> {
  const messages = sharedMessages(SIZES);
  const options = { connections: 3 };
  await using load = await GrpcLoad.open(echoOptions(server.port, options, messages.slice(0, 1)));
  assert.deepEqual(grpcTally(await load.closedLoop(small, 24)), { ok: small });
  await using sized = await GrpcLoad.open(echoOptions(server.port, options, messages));
  const count = 2 * SIZES.length;
  assert.deepEqual(grpcTally(await sized.closedLoop(count, SIZES.length)), { ok: count });
  const resent = load.engine.counters.resent + sized.engine.counters.resent;
  assert.equal(await server.served(), small + count);
  assert.equal(resent, 0);
}

async function fails(server: RealGrpcEcho): Promise<void> {
  const words = 'no model “m” — 100%\n';
  const messages = [5, 14, 3].map((code) => Buffer.from(`fail:${code}:${words}`));
  await using load = await GrpcLoad.open(echoOptions(server.port, {}, messages));
  const ended = await load.closedLoop(6, 1);
  assert.deepEqual(grpcTally(ended), {
    'grpc-not-found': 2,
    'grpc-unavailable': 2,
    'grpc-invalid-argument': 2,
  });
  assert.ok(ended.every(({ detail }) => detail === words));
  assert.equal(await server.served(), 6);
}

/** Connections that the server ends now and then: nothing is lost, and nothing is done twice. */
async function outlives(server: RealGrpcEcho): Promise<void> {
  await using load = await GrpcLoad.open(echoOptions(server.port, { connections: 2 }));
  let count = 0;
  while (load.engine.counters.newConnections < 4) {
    count += 100;
    await load.closedLoop(100, 8);
  }
  assert.deepEqual(grpcTally(load.ended), { ok: count });
  assert.equal(await server.served(), count);
}

describe('against grpcio', () => {
  it('sends what comes back, of any size', async () => {
    await using server = await startGrpcio();
    await echoes(server, 2000);
  });
  it('reads compressed answers', async () => {
    await using server = await startGrpcio('--gzip');
    await echoes(server, 200);
  });
  it('obeys its limit of streams', async () => {
    // Without overload protection the C core counts as HTTP/2 does, and refuses what is over the limit.
    await using server = await startGrpcio(
      'grpc.max_concurrent_streams=2',
      'grpc.http.overload_protection=0',
    );
    await echoes(server, 500);
  });
  it('sends again once what its overload protection refuses', async () => {
    // By default the C core counts a stream until its memory is freed, some time after its last byte, and
    // refuses streams under the limit that it announced. How many is a matter of its threads.
    await using server = await startGrpcio('grpc.max_concurrent_streams=2');
    await using load = await GrpcLoad.open(echoOptions(server.port, { connections: 3 }));
    const ended = await load.closedLoop(500, 24);
    const refused = ended.filter(({ outcome }) => outcome !== 'ok');
    assert.ok(refused.every(({ detail }) => /REFUSED_STREAM \(twice\)$/.test(detail)));
    assert.ok(load.engine.counters.resent >= refused.length);
    assert.equal(await server.served(), ended.length - refused.length);
  });
  it('reads its errors', async () => {
    await using server = await startGrpcio();
    await fails(server);
  });
  it('outlives the connections that it ends', async () => {
    await using server = await startGrpcio(
      'grpc.max_connection_age_ms=100',
      'grpc.max_connection_age_grace_ms=10000',
    );
    await outlives(server);
  });
});

describe('against grpc-go', () => {
  it('sends what comes back, of any size', async () => {
    await using server = await startGrpcGo();
    await echoes(server, 2000);
  });
  it('reads compressed answers', async () => {
    await using server = await startGrpcGo('-gzip');
    await echoes(server, 200);
  });
  it('obeys its limit of streams', async () => {
    await using server = await startGrpcGo('-streams', '2');
    await echoes(server, 500);
  });
  it('reads its errors', async () => {
    await using server = await startGrpcGo();
    await fails(server);
  });
  it('outlives the connections that it ends', async () => {
    await using server = await startGrpcGo('-age', '100');
    await outlives(server);
  });
});

describe('against nghttpd', () => {
  const CASES: readonly (readonly [string, readonly string[]])[] = [
    ['as it is', []],
    ['with padding on every frame', ['--padding=200']],
    ['with small windows', ['--window-bits=10', '--connection-window-bits=16']],
    ['without header tables', ['--header-table-size=0', '--encoder-header-table-size=0']],
    ['with three streams at a time', ['--max-concurrent-streams=3']],
  ];
  for (const [what, options] of CASES) {
    it(`sends what comes back, ${what}`, async () => {
      await using server = await startNghttpd(...options);
      await echoes(server, 500);
    });
  }

  it('reads answers that come before the request is sent', async () => {
    await using server = await startNghttpd('--early-response');
    const messages = sharedMessages([3300, 300_000]);
    await using load = await GrpcLoad.open(echoOptions(server.port, {}, messages));
    assert.deepEqual(grpcTally(await load.closedLoop(50, 5)), { ok: 50 });
    assert.equal(await server.served(), 50);
  });
});

describe('against a real Triton', () => {
  let triton: RealTriton;
  before(async () => {
    triton = await startRealTriton();
  });
  after(() => triton?.[Symbol.asyncDispose]());

  it('reads its errors, one by one, on one connection', async () => {
    const [host = '', port = ''] = triton.addresses.grpc.split(':');
    const name = 'no_such_model';
    const noSuchModel = Buffer.concat([Buffer.of(0x0a, name.length), Buffer.from(name)]);
    const noMessage = Buffer.from([0xff, 0xff, 0xff]);
    const target = { host, port: Number(port), tls: false };
    const options = echoOptions(target.port, { target }, [noSuchModel, noMessage]);
    await using load = await GrpcLoad.open(options);
    const ended = await load.closedLoop(20, 4);
    assert.deepEqual(grpcTally(ended), { 'grpc-not-found': 10, 'grpc-internal': 10 });
    const [notFound] = ended.filter(({ request }) => request === 0);
    assert.equal(notFound?.detail, `Request for unknown model: '${name}' is not found`);
    assert.equal(load.engine.counters.newConnections, 0);
  });

  it('says so when it is given the HTTP port', async () => {
    const port = Number(new URL(triton.addresses.http).port);
    await assert.rejects(GrpcLoad.open(echoOptions(port)), {
      code: 'server-unreachable',
      message:
        /the server answered HTTP\/1\.1, not HTTP\/2|closed the connection before its SETTINGS/,
    });
  });
});
