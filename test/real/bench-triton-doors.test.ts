import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { EXIT_CODE } from '../../src/contract/bench-error.ts';
import type { ResultDocument } from '../../src/contract/result-document.ts';
import { Nginx } from '../support/nginx.ts';
import { onlyResult } from '../support/only-result.ts';
import { type RealTriton, startRealTriton } from '../support/real-triton.ts';
import { type BenchEnding, emptyFolder, runBench } from '../support/run-bench.ts';
import { selfSignedCertificate } from '../support/self-signed-certificate.ts';
import { counted, serverCounters } from '../support/server-counters.ts';

const MODEL = 'mnist_mlp';
const LOAD = ['--concurrency', '4', '--requests', '60', '--warmup', '0', '--model', MODEL];

interface Run extends BenchEnding {
  readonly cwd: string;
  readonly document: () => ResultDocument;
}

async function bench(args: readonly string[], cwd = emptyFolder()): Promise<Run> {
  const ending = await runBench(['run', ...args], cwd);
  return { ...ending, cwd, document: () => onlyResult(cwd) };
}

/** Every request was answered well, and Triton counts as many. */
async function allServed(triton: RealTriton, args: readonly string[], cwd?: string): Promise<void> {
  const { metrics } = triton.addresses;
  const start = await serverCounters(metrics, MODEL);
  const { document, stderr } = await bench([...args, '--metrics-url', metrics, ...LOAD], cwd);
  const { requests } = counted(start, await serverCounters(metrics, MODEL));
  const [point] = document().points;
  assert.equal(point?.phases.at(-1)?.counters.completed, 60, stderr);
  assert.deepEqual(point?.failures, []);
  assert.equal(requests, 60);
}

describe('bench run against a real Triton behind TLS', () => {
  const identity = selfSignedCertificate(['127.0.0.1', 'localhost']);
  const folder = mkdtempSync(join(tmpdir(), 'bench-tls-'));
  const ca = join(folder, 'cert.pem');
  let triton: RealTriton;
  let nginx: Nginx;

  before(async () => {
    writeFileSync(ca, identity.cert);
    writeFileSync(join(folder, 'key.pem'), identity.key);
    triton = await startRealTriton(
      undefined,
      '--grpc-use-ssl=true',
      `--grpc-server-cert=${ca}`,
      `--grpc-server-key=${join(folder, 'key.pem')}`,
    );
    // Triton's HTTP port speaks no TLS of its own.
    nginx = await Nginx.start(
      `ssl_certificate FOLDER/cert.pem; ssl_certificate_key FOLDER/key.pem;
       client_max_body_size 0; keepalive_requests 100000;
       location / { proxy_pass ${triton.addresses.http}; proxy_http_version 1.1; }`,
      { tls: true, files: { 'key.pem': identity.key, 'cert.pem': identity.cert } },
    );
  });
  after(async () => {
    await nginx?.[Symbol.asyncDispose]();
    await triton?.[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true });
  });

  const grpcs = () => ['--protocol', 'grpc', '--grpc-url', `grpcs://${triton.addresses.grpc}`];
  const https = () => ['--url', `https://127.0.0.1:${nginx.port}`];

  for (const trust of ['--ca', '--insecure']) {
    const trusted = trust === '--ca' ? ['--ca', ca] : [trust];
    it(`over gRPC, HTTP/2 agreed by ALPN, ${trust}`, () =>
      allServed(triton, [...grpcs(), ...trusted]));
    it(`over HTTP, ${trust}`, () => allServed(triton, [...https(), ...trusted]));
  }
  it('through grpc-js as well', () =>
    allServed(triton, [...grpcs(), '--ca', ca, '--engine', 'grpc-js']));

  for (const [protocol, target] of [
    ['grpc', grpcs],
    ['http', https],
  ] as const) {
    it(`is refused without trust before anything is sent, ${protocol}`, async () => {
      const { exitCode, stderr } = await bench([...target(), ...LOAD]);
      assert.equal(exitCode, EXIT_CODE.stackNotStarted, stderr);
      assert.match(stderr, /self-signed certificate/);
      assert.match(stderr, /→ .*--ca file\.pem.*--insecure/);
    });
  }

  it('says so when TLS is not spoken to its gRPC port', async () => {
    const plain = ['--url', triton.addresses.http, '--grpc-url', triton.addresses.grpc];
    const { exitCode, stderr } = await bench([...plain, '--protocol', 'grpc', ...LOAD]);
    assert.equal(exitCode, EXIT_CODE.stackNotStarted, stderr);
    assert.match(stderr, /→ .*grpcs:\/\/|closed the connection before its SETTINGS/);
  });
});

describe('bench run against a real Triton that wants a key with each inference', () => {
  const KEY = 's3cr3t';
  let triton: RealTriton;
  before(async () => {
    triton = await startRealTriton(
      undefined,
      `--http-restricted-api=inference:x-key=${KEY}`,
      `--grpc-restricted-protocol=inference:x-key=${KEY}`,
    );
  });
  after(() => triton?.[Symbol.asyncDispose]());

  const doors = () => ['--url', triton.addresses.http, '--grpc-url', triton.addresses.grpc];

  for (const [protocol, header, refusal] of [
    ['http', 'x-key', 'http-4xx'],
    ['grpc', 'triton-grpc-protocol-x-key', 'grpc-unavailable'],
  ] as const) {
    it(`is let in by --header, ${protocol}`, () =>
      allServed(triton, [...doors(), '--protocol', protocol, '--header', `${header}=${KEY}`]));

    it(`ends by --abort-on where the key is missing, ${protocol}`, async () => {
      const load = ['--model', MODEL, '--qps', '50', '--duration', '300s', '--warmup', '0'];
      const { exitCode, stdout, document } = await bench([
        ...[...doors(), '--protocol', protocol, ...load, '--abort-on', 'errors>50%'],
      ]);
      const { status, points } = document();
      assert.equal(status, 'aborted');
      assert.equal(exitCode, EXIT_CODE.gateFailed);
      assert.match(stdout, /Ended early by --abort-on/);
      assert.match(points[0]?.notes.join() ?? '', /--abort-on errors>50%: 100 % of \d+ requests/);
      const [failure, ...others] = points[0]?.failures ?? [];
      assert.deepEqual([failure?.reason, others], [refusal, []]);
      assert.equal(failure?.count, points[0]?.phases.at(-1)?.counters.failed);
    });
  }
});
