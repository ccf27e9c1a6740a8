import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer as createHttp2Server } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { describe, it } from 'node:test';
import { type Answerer, ByteServer, ok } from '../../support/byte-server.ts';
import { engineOptions, HttpLoad, keepingCheck, tally } from '../../support/http-load.ts';

const OK = 'HTTP/1.1 200 OK\r\n';

/** What the first answer is; later ones are good. */
const faults: readonly (readonly [name: string, bytes: string, detail: RegExp])[] = [
  ['garbage', 'hello there', /not an HTTP\/1 answer/],
  ['a bad status', 'HTTP/1.1 abc\r\n\r\n', /bad status line/],
  ['bare line ends', 'HTTP/1.1 200 OK\nContent-Length: 0\n\n', /bare line end/],
  ['two lengths', `${OK}Content-Length: 1\r\nContent-Length: 2\r\n\r\nxy`, /two different/],
  ['both framings', `${OK}Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n`, /both/],
  ['a bad chunk', `${OK}Transfer-Encoding: chunked\r\n\r\nzz\r\n`, /bad chunk size/],
  ['an endless head', `${OK}${'A: b\r\n'.repeat(20_000)}`, /head longer/],
  ['a body longer than its length', `${OK}Content-Length: 1\r\n\r\nab`, /bytes after the end/],
  ['two answers to one request', ok('a') + ok('b'), /bytes after the end/],
  ['a body behind a 204', 'HTTP/1.1 204 No Content\r\n\r\nx', /bytes after the end/],
];

describe('a server that breaks the protocol', { timeout: 600_000 }, () => {
  for (const [name, bytes, detail] of faults) {
    it(`${name}: that request fails with the reason, the next one is sent on a new connection`, async () => {
      await using server = await ByteServer.listen((socket, { number }) =>
        socket.write(number === 1 ? bytes : ok('good')),
      );
      await using load = await HttpLoad.open(engineOptions(server.port));
      const first = await load.one();
      assert.equal(first.outcome, 'protocol-error');
      assert.match(first.detail, detail);
      const next = await load.one();
      assert.equal(next.outcome, 'ok');
      assert.equal(server.requests, 2);
      assert.equal(server.connections, 2);
      assert.equal(load.engine.counters.newConnections, 1);
    });
  }

  it('bytes without a request: the connection is closed, and no request pays for it', async () => {
    await using server = await ByteServer.listen((socket, { number }) => {
      socket.write(ok('good'));
      if (number === 1) setImmediate(() => setImmediate(() => socket.write(ok('nobody asked'))));
    });
    await using load = await HttpLoad.open(engineOptions(server.port));
    const [unlucky] = server.sockets;
    assert.equal((await load.one()).outcome, 'ok');
    if (unlucky && !unlucky.closed) await once(unlucky, 'close');
    assert.equal((await load.one()).outcome, 'ok');
    assert.equal(server.requests, 2);
    assert.equal(server.connections, 2);
  });

  it('an answer to nothing on a fresh connection: that connection is closed as well', async () => {
    await using server = await ByteServer.listen((socket) => socket.write(ok('good')));
    server.greeting = ok('welcome');
    await using load = await HttpLoad.open(engineOptions(server.port, { connections: 2 }));
    await server.allGone();
    server.greeting = '';
    assert.equal((await load.one()).outcome, 'ok');
    assert.equal(server.requests, 1);
  });

  it('a server of HTTP/2 is told apart', async () => {
    const server = createHttp2Server();
    server.on('sessionError', () => {});
    await once(server.listen(0, '127.0.0.1'), 'listening');
    await using load = await HttpLoad.open(engineOptions((server.address() as AddressInfo).port));
    const { outcome, detail } = await load.one();
    assert.equal(outcome, 'protocol-error');
    assert.match(detail, /not an HTTP\/1 answer.*HTTP\/2/);
    server.close();
  });
});

describe('a server that closes', { timeout: 600_000 }, () => {
  const cases: readonly (readonly [name: string, Answerer, outcome: string, detail: RegExp])[] = [
    ['without an answer', (s) => s.end(), 'closed-mid-answer', /without an answer/],
    [
      'inside the head',
      (s) => s.end('HTTP/1.1 2'),
      'closed-mid-answer',
      /before its answer was over/,
    ],
    [
      'inside the body',
      (s) => s.end(`${OK}Content-Length: 9\r\n\r\nab`),
      'closed-mid-answer',
      /before/,
    ],
    [
      'between chunks',
      (s) => s.end(`${OK}Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n`),
      'closed-mid-answer',
      /before/,
    ],
    ['with a reset', (s) => s.resetAndDestroy(), 'reset', /ECONNRESET/],
  ];
  for (const [name, answer, outcome, detail] of cases) {
    it(`${name}: the request fails once and is never sent again`, async () => {
      await using server = await ByteServer.listen((socket, request) => {
        if (request.number <= 3) answer(socket, request);
        else socket.write(ok('good'));
      });
      await using load = await HttpLoad.open(engineOptions(server.port, { connections: 2 }));
      const ended = await load.closedLoop(20, 2);
      assert.deepEqual(tally(ended), { ok: 17, [outcome]: 3 });
      for (const failed of ended.filter((one) => one.outcome !== 'ok')) {
        assert.match(failed.detail, detail);
        assert.ok(failed.sentNs >= 0 && failed.doneNs >= failed.sentNs);
      }
      assert.equal(server.requests, 20);
      assert.equal(load.engine.counters.resent, 0);
    });
  }

  it('behind a body that lasts until then: the answer is whole', async () => {
    await using server = await ByteServer.listen((socket) => socket.end(`${OK}\r\nuntil the end`));
    const check = keepingCheck();
    await using load = await HttpLoad.open(engineOptions(server.port, { check }));
    assert.deepEqual(tally(await load.closedLoop(5, 1)), { ok: 5 });
    assert.ok(check.seen.every(({ body }) => body === 'until the end'));
    assert.equal(server.requests, 5);
  });

  it('a connection that served: another is opened at once, before a request needs it', async () => {
    await using server = await ByteServer.listen((socket) => socket.write(ok('good')));
    await using load = await HttpLoad.open(engineOptions(server.port));
    assert.equal((await load.one()).outcome, 'ok');
    for (const socket of server.sockets) socket.end();
    while (load.engine.counters.newConnections < 1) await new Promise(setImmediate);
    assert.equal(server.requests, 1);
  });

  it('an idle connection: the next request goes out on another', async () => {
    await using server = await ByteServer.listen((socket) => socket.write(ok('good')));
    await using load = await HttpLoad.open(engineOptions(server.port, { connections: 3 }));
    for (let round = 0; round < 5; round += 1) {
      for (const socket of server.sockets) socket.end();
      await server.allGone();
      assert.equal((await load.one()).outcome, 'ok');
    }
    assert.equal(server.requests, 5);
  });
});

describe('an answer that comes slowly', { timeout: 600_000 }, () => {
  it('byte by byte is read like any other, and its first byte is stamped', async () => {
    await using server = await ByteServer.listen((socket) => {
      const bytes = Buffer.from(ok('slow but good'));
      let at = 0;
      const drip = () => {
        if (at === bytes.length) return;
        socket.write(bytes.subarray(at, at + 1), () => setImmediate(drip));
        at += 1;
      };
      drip();
    });
    const check = keepingCheck();
    await using load = await HttpLoad.open(engineOptions(server.port, { check }));
    const { outcome, sentNs, firstByteNs, doneNs } = await load.one();
    assert.equal(outcome, 'ok');
    assert.deepEqual(check.seen, [{ body: 'slow but good', jsonBytes: -1 }]);
    assert.ok(sentNs <= firstByteNs && firstByteNs < doneNs);
  });
});
