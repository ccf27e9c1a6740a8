import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { EngineOptions } from '../../../src/load/engines/engine.ts';
import { createHttpEngine } from '../../../src/load/engines/http/http-engine.ts';
import { ByteServer, ok } from '../../support/byte-server.ts';
import { freePorts } from '../../support/free-ports.ts';
import { engineOptions, HttpLoad, tally } from '../../support/http-load.ts';
import { selfSignedCertificate } from '../../support/self-signed-certificate.ts';

const good = (port = 0) =>
  ByteServer.listen((socket) => socket.write(ok('x')), undefined, undefined, port);
const isOk = ({ outcome }: { outcome: string }) => outcome === 'ok';

describe('a server that is not there', { timeout: 600_000 }, () => {
  const cases = [
    [
      'refused',
      { host: '127.0.0.1' },
      /cannot connect to http:\/\/127\.0\.0\.1:\d+: .*ECONNREFUSED/,
      /listens/,
    ],
    [
      'refused by every address of a name',
      { host: 'localhost' },
      /localhost:\d+: .*ECONNREFUSED/,
      /listens/,
    ],
    ['refused over IPv6', { host: '::1' }, /http:\/\/\[::1\]:\d+: .*ECONNREFUSED/, /listens/],
    ['a name nobody knows', { host: 'no-such-host.invalid' }, /(ENOTFOUND|EAI_AGAIN)/, /spelled/],
  ] as const;
  for (const [name, over, message, hint] of cases) {
    it(`${name}: opening is rejected with what to do next`, async () => {
      const [port = 0] = await freePorts(1);
      const target = { port, tls: false, ...over };
      const options = engineOptions(port, { target, connections: 4 });
      await assert.rejects(HttpLoad.open(options), { code: 'server-unreachable', message, hint });
    });
  }

  it('opens with fewer connections when the server takes only some', async () => {
    const certificate = selfSignedCertificate(['localhost']);
    await using server = await ByteServer.listen((socket) => socket.write(ok('x')), certificate);
    const target = { host: 'localhost', port: server.port, tls: true, ca: certificate.cert };
    server.acceptOnly(2);
    await using load = await HttpLoad.open(engineOptions(server.port, { target, connections: 5 }));
    assert.deepEqual(tally(await load.closedLoop(6, 1)), { ok: 6 });
    assert.equal(server.requests, 6);
  });
});

describe('a server that goes away', { timeout: 600_000 }, () => {
  it('fails requests as refused until it is back, and none is lost or sent twice', async () => {
    let served = 0;
    const before = await good();
    const { port } = before;
    await using load = await HttpLoad.open(engineOptions(port, { connections: 4 }));
    assert.deepEqual(tally(await load.closedLoop(20, 4)), { ok: 20 });
    served += before.requests;
    await before[Symbol.asyncDispose]();
    const down = await load.closedLoop(12, 4);
    // The first may still go out on a connection whose end was not read yet.
    const refused = down.filter(({ outcome }) => outcome === 'refused');
    assert.ok(refused.length >= 8, JSON.stringify(tally(down)));
    for (const { sentNs, firstByteNs, detail } of refused) {
      assert.deepEqual([sentNs, firstByteNs], [-1, -1]);
      assert.match(detail, /ECONNREFUSED/);
    }
    await using again = await good(port);
    while (!isOk(await load.one()));
    assert.deepEqual(tally(await load.closedLoop(20, 4)), { ok: 20 });
    assert.equal(served + again.requests, load.ended.filter(isOk).length);
  });

  it('is not stormed: attempts come one at a time, 50 ms apart', async () => {
    const certificate = selfSignedCertificate(['localhost']);
    await using server = await ByteServer.listen((socket) => socket.write(ok('x')), certificate);
    const target = { host: 'localhost', port: server.port, tls: true, ca: certificate.cert };
    const options = engineOptions(server.port, { target, connections: 8 });
    await using load = await HttpLoad.open(options);
    while (server.sockets.size < 8) await new Promise(setImmediate);
    server.acceptOnly(0);
    await server.allGone();
    const attemptsBefore = server.connections;
    const startNs = options.clock.nowNs();
    const ended = await load.closedLoop(64, 8);
    const attempts = server.connections - attemptsBefore;
    const elapsedMs = (options.clock.nowNs() - startNs) / 1e6;
    const never = ended.filter(({ sentNs }) => sentNs < 0);
    // Some went out on connections whose end was not read yet.
    assert.ok(never.length >= 56, JSON.stringify(tally(ended)));
    assert.ok(never.every(({ outcome }) => outcome === 'tls' || outcome === 'reset'));
    assert.equal(server.requests, 0);
    assert.ok(attempts <= 32, `one attempt answers all that wait for it, not ${attempts}`);
    // The first attempts may go out together: nothing had failed yet.
    assert.ok(attempts <= 8 + elapsedMs / 50, `${attempts} attempts in ${elapsedMs} ms`);
  });

  it('fails nobody while a connection lives: what waits is sent on that one', async () => {
    let release: () => void = () => {};
    const server = await ByteServer.listen((socket, { number }) => {
      if (number === 1) release = () => socket.write(ok('x'));
      else socket.write(ok('x'));
    });
    const counting = countingAttempts(engineOptions(server.port));
    await using load = await HttpLoad.open(counting.options);
    load.send();
    while (server.requests < 1) await new Promise(setImmediate);
    server.stopListening();
    load.send();
    load.send();
    while (counting.attempts() < 4) await new Promise((resolve) => setTimeout(resolve, 10));
    assert.equal(load.ended.length, 0);
    assert.equal(load.engine.queueDepth, 2);
    release();
    await load.until(3);
    assert.deepEqual(tally(load.ended), { ok: 3 });
    assert.equal(server.connections, 1);
    await server[Symbol.asyncDispose]();
  });

  it('before opening is over is a clean end too', async () => {
    await using server = await good();
    const engine = createHttpEngine(engineOptions(server.port, { connections: 4 }));
    const opening = engine.open(() => assert.fail('nothing was dispatched'));
    const rejected = assert.rejects(opening, { code: 'server-unreachable', message: /: aborted$/ });
    await engine.close();
    await rejected;
    await server.allGone();
    assert.equal(server.requests, 0);
  });
});

/** Every attempt starts a timer of its own for as long as it may take: 30 s at most. */
function countingAttempts(options: EngineOptions) {
  let attempts = 0;
  const { clock } = options;
  const limitMs = 30_000;
  const counting: EngineOptions = {
    ...options,
    clock: {
      nowNs: clock.nowNs,
      nextTurn: clock.nextTurn,
      startTimer(delayMs, callback) {
        if (delayMs === limitMs) attempts += 1;
        return clock.startTimer(delayMs, callback);
      },
    },
  };
  return { options: counting, attempts: () => attempts };
}
