import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { echoOptions, GrpcLoad, grpcTally } from '../support/grpc-load.ts';
import {
  type RealGrpcEcho,
  startGrpcGo,
  startGrpcio,
  startTlsNghttpd,
} from '../support/real-grpc-servers.ts';
import { selfSignedCertificate } from '../support/self-signed-certificate.ts';

/** Under and over one TLS record, one frame and the first window, and 25.7 MB. */
const SIZES = [0, 1, 3300, 16_379, 16_380, 65_531, 8192 * 3136];
const MESSAGES = SIZES.map((size, index) => Buffer.alloc(size, `${index} of them, `));

const identity = selfSignedCertificate(['127.0.0.1', 'localhost']);
const stranger = selfSignedCertificate(['127.0.0.1', 'localhost']);
const folder = mkdtempSync(join(tmpdir(), 'bench-grpc-tls-'));
const [keyFile, certFile] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];

before(() => {
  writeFileSync(keyFile, identity.key);
  writeFileSync(certFile, identity.cert);
});
after(() => rmSync(folder, { recursive: true }));

const SERVERS: Readonly<Record<string, () => Promise<RealGrpcEcho>>> = {
  grpcio: () => startGrpcio('--tls', keyFile, certFile),
  'grpc-go': () => startGrpcGo('-key', keyFile, '-cert', certFile),
  nghttpd: () => startTlsNghttpd(keyFile, certFile),
};

function overTls(port: number, ca: string | undefined, host = '127.0.0.1') {
  const target = { host, port, tls: true, ...(ca === undefined ? {} : { ca }) };
  return echoOptions(port, { target, connections: 3 }, MESSAGES);
}

for (const [name, start] of Object.entries(SERVERS)) {
  describe(`against ${name} over TLS, HTTP/2 agreed by ALPN`, () => {
    for (const host of ['127.0.0.1', 'localhost']) {
      it(`sends what comes back, of any size, once the certificate of ${host} is trusted`, async () => {
        await using server = await start();
        await using load = await GrpcLoad.open(overTls(server.port, identity.cert, host));
        const count = 20 * SIZES.length;
        assert.deepEqual(grpcTally(await load.closedLoop(count, 8)), { ok: count });
        assert.equal(load.engine.counters.newConnections, 0);
        assert.equal(await server.served(), count);
      });
    }

    for (const [what, ca] of [
      ['that nobody vouches for', undefined],
      ['that another one does not vouch for', stranger.cert],
    ] as const) {
      it(`sends nothing to a certificate ${what}`, async () => {
        await using server = await start();
        await assert.rejects(GrpcLoad.open(overTls(server.port, ca)), {
          code: 'server-unreachable',
          message: /self-signed certificate|unable to verify/,
          hint: /--ca .*--insecure/,
        });
        assert.equal(await server.served(), 0);
      });
    }

    it('says so when TLS is not spoken to it', async () => {
      await using server = await start();
      await assert.rejects(GrpcLoad.open(echoOptions(server.port)), { code: 'server-unreachable' });
      assert.equal(await server.served(), 0);
    });
  });
}

describe('over TLS, connections that the server ends now and then', () => {
  for (const [name, start] of [
    [
      'grpcio',
      () =>
        startGrpcio(
          '--tls',
          keyFile,
          certFile,
          'grpc.max_connection_age_ms=100',
          'grpc.max_connection_age_grace_ms=10000',
        ),
    ],
    ['grpc-go', () => startGrpcGo('-key', keyFile, '-cert', certFile, '-age', '100')],
  ] as const) {
    it(`lose nothing, and nothing is done twice: ${name}`, async () => {
      await using server = await start();
      await using load = await GrpcLoad.open({
        ...overTls(server.port, identity.cert),
        requests: echoOptions(0).requests,
        check: echoOptions(0).check,
      });
      let count = 0;
      while (load.engine.counters.newConnections < 4) {
        count += 100;
        await load.closedLoop(100, 8);
      }
      assert.deepEqual(grpcTally(load.ended), { ok: count });
      assert.equal(await server.served(), count);
    });
  }
});
