import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { describe, it } from 'node:test';
import { createServer, type TlsOptions } from 'node:tls';
import { ServerCredentials } from '@grpc/grpc-js';
import type { EngineTarget } from '../../../src/load/engines/engine.ts';
import { startGrpcJsEcho } from '../../support/grpc-js-echo.ts';
import { echoOptions, GrpcLoad, grpcTally } from '../../support/grpc-load.ts';
import { selfSignedCertificate } from '../../support/self-signed-certificate.ts';

const forLoopback = selfSignedCertificate(['localhost', '127.0.0.1', '::1']);
const forSomeoneElse = selfSignedCertificate(['models.example.com']);

function startTlsEcho({ key, cert }: { key: string; cert: string }) {
  const pair = { private_key: Buffer.from(key), cert_chain: Buffer.from(cert) };
  return startGrpcJsEcho({}, undefined, ServerCredentials.createSsl(null, [pair]));
}

function overTls(port: number, target: Partial<EngineTarget>, messages?: Uint8Array[]) {
  const whole = { host: '127.0.0.1', port, tls: true, ...target };
  return echoOptions(port, { target: whole, connections: 2 }, messages);
}

describe('over TLS', () => {
  for (const host of ['127.0.0.1', 'localhost']) {
    it(`sends and receives, large and small, once the certificate of ${host} is trusted`, async () => {
      await using server = await startTlsEcho(forLoopback);
      const messages = [Buffer.alloc(3300, 'a'), Buffer.alloc(1_000_000, 'b')];
      const options = overTls(server.port, { host, ca: forLoopback.cert }, messages);
      await using load = await GrpcLoad.open(options);
      const ended = await load.closedLoop(60, 8);
      assert.deepEqual(grpcTally(ended), { ok: 60 });
      assert.equal(server.served, 60);
    });
  }

  it('does not trust a certificate that nobody vouches for', async () => {
    await using server = await startTlsEcho(forLoopback);
    await assert.rejects(GrpcLoad.open(overTls(server.port, {})), {
      code: 'server-unreachable',
      message: /self-signed certificate/,
      hint: /--ca .*--insecure/,
    });
    assert.equal(server.served, 0);
  });

  it('does not take the certificate of another host', async () => {
    await using server = await startTlsEcho(forSomeoneElse);
    const opening = GrpcLoad.open(overTls(server.port, { ca: forSomeoneElse.cert }));
    await assert.rejects(opening, { code: 'server-unreachable', message: /altnames/ });
  });

  it('takes any certificate when told to', async () => {
    await using server = await startTlsEcho(forSomeoneElse);
    await using load = await GrpcLoad.open(overTls(server.port, { insecure: true }));
    assert.equal((await load.one()).outcome, 'ok');
  });

  async function withTlsServer(options: TlsOptions, run: (port: number) => Promise<void>) {
    const server = createServer({ ...forLoopback, ...options }, (socket) => {
      socket.on('error', () => {});
      socket.resume();
    });
    server.on('tlsClientError', () => {});
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    await run((server.address() as AddressInfo).port);
    server.close();
  }

  it('wants HTTP/2 agreed on (ALPN)', async () => {
    await withTlsServer({}, async (port) => {
      await assert.rejects(GrpcLoad.open(overTls(port, { insecure: true })), {
        code: 'server-unreachable',
        message: /did not agree to HTTP\/2 \(ALPN h2\)/,
      });
    });
  });

  it('says so when the server speaks HTTP/1.1 alone', async () => {
    await withTlsServer({ ALPNProtocols: ['http/1.1'] }, async (port) => {
      await assert.rejects(GrpcLoad.open(overTls(port, { insecure: true })), {
        code: 'server-unreachable',
      });
    });
  });

  it('says so when the server does not speak TLS at all', async () => {
    const server = createTcpServer((socket) => {
      socket.on('error', () => {});
      socket.end('HTTP/1.1 400 Bad Request\r\n\r\n');
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    await assert.rejects(GrpcLoad.open(overTls(port, { insecure: true })), {
      code: 'server-unreachable',
      message: /TLS: wrong version number/,
      hint: /without TLS/,
    });
    server.close();
  });
});
