import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, it } from 'node:test';
import { engineOptions, HttpLoad, keepingCheck, requestSet, tally } from '../support/http-load.ts';
import { Nginx } from '../support/nginx.ts';
import { selfSignedCertificate } from '../support/self-signed-certificate.ts';

/** What each request came to, as nginx wrote it down. */
function statuses(log: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const line of log) {
    const status = line.slice(0, 3);
    counts[status] = (counts[status] ?? 0) + 1;
  }
  return counts;
}

describe('the HTTP engine against nginx', { timeout: 600_000 }, () => {
  it('loses nothing when the server ends a connection after every 10 requests', async () => {
    await using nginx = await Nginx.start(`keepalive_requests 10; location / { return 200 'hi'; }`);
    const load = await HttpLoad.open(engineOptions(nginx.port, { connections: 4 }));
    assert.deepEqual(tally(await load.closedLoop(1000, 4)), { ok: 1000 });
    assert.ok(load.engine.counters.newConnections >= 96);
    await load.engine.close();
    assert.deepEqual(statuses(await nginx.stopAndReadLog()), { 200: 1000 });
  });

  it('counts like the server when idle connections are closed under it', async () => {
    await using nginx = await Nginx.start(`keepalive_timeout 1s; location / { return 200 'hi'; }`);
    const load = await HttpLoad.open(engineOptions(nginx.port, { connections: 8 }));
    assert.deepEqual(tally(await load.closedLoop(100, 8)), { ok: 100 });
    while (load.engine.counters.newConnections < 8) await new Promise((r) => setTimeout(r, 50));
    assert.deepEqual(tally(await load.closedLoop(100, 8)), { ok: 100 });
    await load.engine.close();
    assert.deepEqual(statuses(await nginx.stopAndReadLog()), { 200: 200 });
  });

  it('asks for no compression, and gets none from a server that would compress', async () => {
    const body = 'a'.repeat(100_000);
    await using nginx = await Nginx.start(
      `gzip on; gzip_types *; gzip_min_length 1; error_page 405 =200 $uri; root FOLDER;`,
      { files: { answer: body } },
    );
    const check = keepingCheck();
    const requests = { ...requestSet([Buffer.from('{}')]), path: '/answer' };
    const plain = await HttpLoad.open(engineOptions(nginx.port, { check, requests }));
    assert.deepEqual(tally(await plain.closedLoop(5, 1)), { ok: 5 });
    assert.ok(check.seen.every((seen) => seen.body === body));
    await plain.engine.close();
    const headers = { 'accept-encoding': 'gzip' };
    const gzip = await HttpLoad.open(engineOptions(nginx.port, { headers, requests }));
    assert.equal((await gzip.one()).outcome, 'malformed-answer');
    await gzip.engine.close();
  });

  it('sends 25.7 MB and reads 20 MB back, through a proxy that re-frames both', async () => {
    const answer = randomBytes(20e6);
    let received = 0;
    const upstream = createServer((request, response) => {
      request.on('data', (piece: Buffer) => {
        received += piece.length;
      });
      request.on('end', () => {
        for (let at = 0; at < answer.length; at += 1e6)
          response.write(answer.subarray(at, at + 1e6));
        response.end();
      });
    });
    await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
    const { port } = upstream.address() as AddressInfo;
    await using nginx = await Nginx.start(
      `client_max_body_size 100m; location / { proxy_pass http://127.0.0.1:${port}; }`,
    );
    const same: boolean[] = [];
    const requests = requestSet([new Uint8Array(new SharedArrayBuffer(8192 * 784 * 4))]);
    const check = {
      check(_slot: unknown, bytes: Buffer, start: number, end: number) {
        same.push(answer.equals(bytes.subarray(start, end)));
        return 0;
      },
    };
    const load = await HttpLoad.open(engineOptions(nginx.port, { requests, check }));
    assert.deepEqual(tally(await load.closedLoop(3, 1)), { ok: 3 });
    assert.deepEqual(same, [true, true, true]);
    assert.equal(received, 3 * 8192 * 784 * 4);
    await load.engine.close();
    upstream.closeAllConnections();
    upstream.close();
  });

  it('takes the answer of a server that refuses a body before it has read it', async () => {
    await using nginx = await Nginx.start(`client_max_body_size 1m; location / { return 200; }`);
    const requests = requestSet([Buffer.alloc(30e6)]);
    const load = await HttpLoad.open(engineOptions(nginx.port, { requests }));
    const ended = await load.closedLoop(4, 1);
    assert.deepEqual(tally(ended), { 'http-4xx': 4 });
    assert.match(ended[0]?.detail ?? '', /^HTTP 413: <html>.*Too Large/);
    await load.engine.close();
    assert.deepEqual(statuses(await nginx.stopAndReadLog()), { 413: 4 });
  });

  it('speaks TLS with it', async () => {
    const { key, cert } = selfSignedCertificate(['127.0.0.1']);
    await using nginx = await Nginx.start(
      `ssl_certificate FOLDER/cert.pem; ssl_certificate_key FOLDER/key.pem;
       location / { return 200 'hi'; }`,
      { tls: true, files: { 'key.pem': key, 'cert.pem': cert } },
    );
    const target = { host: '127.0.0.1', port: nginx.port, tls: true, ca: cert };
    const load = await HttpLoad.open(engineOptions(nginx.port, { target, connections: 4 }));
    assert.deepEqual(tally(await load.closedLoop(200, 4)), { ok: 200 });
    assert.equal(load.engine.counters.newConnections, 0);
    await load.engine.close();
    const plain = await HttpLoad.open(engineOptions(nginx.port));
    const { outcome, detail } = await plain.one();
    assert.equal(outcome, 'http-4xx');
    assert.match(detail, /plain HTTP request was sent to HTTPS port/);
    await plain.engine.close();
    assert.deepEqual(statuses(await nginx.stopAndReadLog()), { 200: 200, 400: 1 });
  });

  it('takes an answer that has no body by its status', async () => {
    await using nginx = await Nginx.start('location / { return 204; }');
    const load = await HttpLoad.open(engineOptions(nginx.port));
    assert.deepEqual(tally(await load.closedLoop(20, 1)), { ok: 20 });
    await load.engine.close();
    assert.deepEqual(statuses(await nginx.stopAndReadLog()), { 204: 20 });
  });
});
