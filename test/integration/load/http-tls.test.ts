import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { ByteServer, ok } from '../../support/byte-server.ts';
import {
  engineOptions,
  HttpLoad,
  keepingCheck,
  requestSet,
  tally,
} from '../../support/http-load.ts';
import { selfSignedCertificate } from '../../support/self-signed-certificate.ts';

const own = selfSignedCertificate(['localhost', '127.0.0.1', '::1']);
const other = selfSignedCertificate(['elsewhere.test']);

describe('the HTTP engine over TLS', { timeout: 600_000 }, () => {
  let server: Server;
  const counts = { requests: 0, connections: 0 };
  const names: (string | boolean | undefined | null)[] = [];

  before(async () => {
    server = createServer({ key: own.key, cert: own.cert }, (request, response) => {
      counts.requests += 1;
      request.resume().on('end', () => response.end('secret'));
    });
    server.on('secureConnection', (socket) => {
      counts.connections += 1;
      names.push((socket as unknown as { servername: string | false }).servername);
    });
    await once(server.listen(0, '::'), 'listening');
  });

  after(async () => {
    server.closeAllConnections();
    await once(server.close(), 'close');
  });

  const port = () => (server.address() as AddressInfo).port;
  const options = (host: string, over: object) =>
    engineOptions(port(), { target: { host, port: port(), tls: true, ...over } });

  for (const host of ['127.0.0.1', 'localhost', '::1', '[::1]']) {
    it(`trusts the certificate it was given: ${host}`, async () => {
      const before = { ...counts };
      const check = keepingCheck();
      await using load = await HttpLoad.open({
        ...options(host, { ca: own.cert }),
        check,
        connections: 3,
      });
      assert.deepEqual(tally(await load.closedLoop(60, 3)), { ok: 60 });
      assert.ok(check.seen.every(({ body }) => body === 'secret'));
      assert.equal(counts.requests - before.requests, 60);
      assert.equal(counts.connections - before.connections, 3, 'kept alive');
      assert.equal(names.at(-1), host === 'localhost' ? 'localhost' : false, 'no address in SNI');
    });
  }

  const refusals = [
    ['a certificate nobody vouches for', 'localhost', {}, /self-signed/],
    ['a certificate of another authority', 'localhost', { ca: other.cert }, /self-signed|unable/],
  ] as const;
  for (const [name, host, over, message] of refusals) {
    it(`refuses ${name}, and says what to do`, async () => {
      const { requests } = counts;
      await assert.rejects(HttpLoad.open(options(host, over)), {
        code: 'server-unreachable',
        message: new RegExp(`^cannot connect to https://localhost:${port()}: .*${message.source}`),
        hint: /--ca .*--insecure/,
      });
      assert.equal(counts.requests, requests);
    });
  }

  it('takes any certificate with insecure', async () => {
    await using load = await HttpLoad.open(options('localhost', { insecure: true }));
    assert.equal((await load.one()).outcome, 'ok');
  });

  it('refuses a trusted certificate of another name', async () => {
    await using named = await ByteServer.listen((socket) => socket.write(ok('x')), other);
    const target = { host: 'localhost', port: named.port, tls: true, ca: other.cert };
    await assert.rejects(HttpLoad.open(engineOptions(named.port, { target })), {
      code: 'server-unreachable',
      message: /does not match certificate's altnames/,
    });
  });

  it('sends a large request over TLS, whole', async () => {
    const body = Buffer.alloc(5e6, 'abc');
    let got = 0;
    await using target = await ByteServer.listen((socket, request) => {
      got += request.body.equals(body) ? 1 : 0;
      socket.write(ok('got it'));
    }, own);
    const address = { host: 'localhost', port: target.port, tls: true, ca: own.cert };
    const requests = requestSet([body]);
    await using load = await HttpLoad.open(
      engineOptions(target.port, { target: address, requests }),
    );
    assert.deepEqual(tally(await load.closedLoop(3, 1)), { ok: 3 });
    assert.equal(got, 3);
    assert.equal(target.connections, 1);
  });

  it('tells https spoken to a plain server, and http to a TLS server', async () => {
    await using plain = await ByteServer.listen((socket) => socket.write(ok('x')));
    const target = { host: '127.0.0.1', port: plain.port, tls: true };
    const silent = engineOptions(plain.port, { target, timeoutNs: 300e6 });
    await assert.rejects(HttpLoad.open(silent), {
      code: 'server-unreachable',
      message: /no connection within 5000 ms/,
    });
    await using load = await HttpLoad.open(engineOptions(port()));
    const { outcome } = await load.one();
    assert.ok(
      ['protocol-error', 'reset', 'closed-mid-answer', 'http-4xx'].includes(outcome),
      outcome,
    );
  });
});
