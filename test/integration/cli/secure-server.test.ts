import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { ResultDocument } from '../../../src/contract/result-document.ts';
import type { RunningStack } from '../../../src/stack/index.ts';
import {
  type RecordingProxy,
  recordingGrpcProxy,
  recordingHttpProxy,
} from '../../support/recording-proxy.ts';
import { emptyFolder, runBench } from '../../support/run-bench.ts';
import { selfSignedCertificate } from '../../support/self-signed-certificate.ts';
import { embeddedStack } from '../../support/with-embedded-stack.ts';

const SECRET = 'Bearer s3cr3t-token';
const LOAD = ['--concurrency', '2', '--requests', '30', '--warmup', '0', '--model', 'mnist_mlp'];

describe('bench run against a server behind TLS and a token', () => {
  const identity = selfSignedCertificate(['127.0.0.1', 'localhost']);
  let stack: RunningStack;
  let http: RecordingProxy;
  let grpc: RecordingProxy;

  before(async () => {
    stack = await embeddedStack();
    const { http: httpAddress = '', grpc: grpcAddress = '' } = stack.addresses;
    http = await recordingHttpProxy(httpAddress, identity);
    grpc = await recordingGrpcProxy(grpcAddress, identity);
  });
  after(async () => {
    await http?.[Symbol.asyncDispose]();
    await grpc?.[Symbol.asyncDispose]();
    await stack?.[Symbol.asyncDispose]();
  });

  function folderWithCertificate(): string {
    const cwd = emptyFolder();
    writeFileSync(join(cwd, 'ca.pem'), identity.cert);
    return cwd;
  }

  function addressesFor(protocol: 'http' | 'grpc'): string[] {
    const metrics = ['--metrics-url', stack.addresses.metrics ?? ''];
    if (protocol === 'http') return ['--url', `https://${http.address}`, ...metrics];
    return ['--protocol', 'grpc', '--grpc-url', `grpcs://${grpc.address}`, ...metrics];
  }

  for (const protocol of ['http', 'grpc'] as const) {
    for (const engine of protocol === 'http' ? ['native'] : ['native', 'grpc-js']) {
      for (const trust of [['--ca', 'ca.pem'], ['--insecure']]) {
        it(`loads it over ${protocol} with ${trust[0]}, engine ${engine}`, async () => {
          const cwd = folderWithCertificate();
          const args = ['run', ...addressesFor(protocol), ...LOAD, ...trust, '--engine', engine];
          const { stderr } = await runBench(args, cwd);
          const { target, points } = onlyResult(cwd, stderr);
          assert.match(target.address, new RegExp(`^${protocol}s://127.0.0.1:`));
          assert.equal(points[0]?.phases.at(-1)?.counters.completed, 30);
          assert.equal(points[0]?.server?.requests, 30);
        });
      }
    }

    it(`refuses a certificate that nobody vouches for before the load, ${protocol}`, async () => {
      const cwd = emptyFolder();
      const { exitCode, stderr } = await runBench(['run', ...addressesFor(protocol), ...LOAD], cwd);
      assert.equal(exitCode, 3, stderr);
      assert.match(stderr, /127\.0\.0\.1:\d+.*self-signed certificate/);
      assert.match(stderr, /--ca file\.pem.*--insecure/);
      assert.deepEqual(readdirSync(join(cwd, 'reports')), []);
    });

    it(`sends the headers with every request and call, and keeps their names alone, ${protocol}`, async () => {
      const cwd = folderWithCertificate();
      const proxy = protocol === 'http' ? http : grpc;
      const before = proxy.seen.length;
      const headers = ['--header', `Authorization=${SECRET}`, '--header=x-team=a=b'];
      const args = ['run', ...addressesFor(protocol), ...LOAD, '--ca', 'ca.pem', ...headers];
      const { stdout, stderr } = await runBench(args, cwd);
      const { config, command, points } = onlyResult(cwd, stderr);
      assert.equal(points[0]?.phases.at(-1)?.counters.completed, 30);
      const seen = proxy.seen.slice(before);
      assert.ok(seen.filter(({ path }) => path.endsWith('nfer')).length >= 30);
      for (const { path, headers: got } of seen) {
        assert.equal(got.authorization, SECRET, path);
        assert.equal(got['x-team'], 'a=b', path);
      }
      assert.deepEqual(config.header, { Authorization: '(hidden)', 'x-team': '(hidden)' });
      assert.match(command, /--header 'Authorization=\(hidden\)'/);
      const files = readdirSync(join(cwd, 'reports'), { recursive: true, encoding: 'utf8' })
        .filter((name) => /\.\w+$/.test(name))
        .map((name) => readFileSync(join(cwd, 'reports', name), 'utf8'));
      for (const text of [...files, stdout, stderr]) assert.ok(!text.includes('s3cr3t'));
    });
  }

  for (const [flags, words] of [
    [['--ca', 'nowhere.pem'], /--ca .*nowhere\.pem cannot be read/],
    [['--ca', 'not.pem'], /--ca .*not\.pem holds no certificate/],
    [['--ca', 'ca.pem', '--insecure'], /leave out one of --ca and --insecure/],
    [['--header', 'x=a\r\ny: b'], /the value of "x" holds a line break/],
    [['--header', 'content-length=5'], /"content-length" cannot be chosen/],
  ] as const) {
    it(`refuses ${flags.join(' ').replace(/\s/g, ' ')} with exit code 2`, async () => {
      const cwd = folderWithCertificate();
      writeFileSync(join(cwd, 'not.pem'), 'not a certificate');
      const { exitCode, stderr } = await runBench(
        ['run', ...addressesFor('http'), ...LOAD, ...flags],
        cwd,
      );
      assert.equal(exitCode, 2, stderr);
      assert.match(stderr, words);
    });
  }
});

function onlyResult(cwd: string, stderr: string): ResultDocument {
  const [id = ''] = readdirSync(join(cwd, 'reports'));
  const file = join(cwd, 'reports', id, 'result.json');
  assert.ok(existsSync(file), stderr);
  return JSON.parse(readFileSync(file, 'utf8'));
}
