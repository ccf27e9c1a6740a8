import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { ResultDocument } from '../../../src/contract/result-document.ts';
import type { RunningStack } from '../../../src/stack/index.ts';
import { answerWell, kserveStub } from '../../support/kserve-stub.ts';
import { emptyFolder, packageFolder, runBench } from '../../support/run-bench.ts';
import { embeddedStack } from '../../support/with-embedded-stack.ts';

describe('bench run sent to the wrong door', () => {
  let stack: RunningStack;
  before(async () => {
    stack = await embeddedStack();
  });
  after(() => stack?.[Symbol.asyncDispose]());

  const LOAD = ['--model', 'mnist_mlp', '--requests', '5', '--warmup', '0'];

  it('says that HTTP was spoken to the gRPC port', async () => {
    const args = ['run', ...LOAD, '--url', `http://${stack.addresses.grpc}`];
    const { exitCode, stderr } = await runBench(args, emptyFolder());
    assert.equal(exitCode, 3, stderr);
    assert.match(stderr, /does not speak HTTP\/1\.1[\s\S]*--grpc-url/);
  });
  it('says that gRPC was spoken to the HTTP port', async () => {
    const port = new URL(stack.addresses.http ?? '').host;
    const args = ['run', ...LOAD, '--grpc-url', port, '--protocol', 'grpc'];
    const { exitCode, stderr } = await runBench(args, emptyFolder());
    assert.equal(exitCode, 3, stderr);
    assert.match(stderr, /no gRPC answer[\s\S]*is this the gRPC port/);
  });
  it('says so too where only the load goes to the HTTP port', async () => {
    const { http = '' } = stack.addresses;
    const ports = ['--url', http, '--grpc-url', new URL(http).host, '--protocol', 'grpc'];
    const { exitCode, stderr } = await runBench(['run', ...LOAD, ...ports], emptyFolder());
    assert.equal(exitCode, 3, stderr);
    assert.match(stderr, /HTTP port; give the gRPC one/);
  });
  it('explains the limit of open files before the start', () => {
    const bench = join(packageFolder, 'bin/bench.js');
    const url = stack.addresses.http ?? '';
    const script = `ulimit -n 200 && exec "$0" "$@"`;
    const args = [bench, 'run', '--url', url, '--concurrency', '500', '--model', 'mnist_mlp'];
    const { status, stderr } = spawnSync('sh', ['-c', script, process.execPath, ...args], {
      cwd: emptyFolder(),
      encoding: 'utf8',
    });
    assert.equal(status, 2, stderr);
    assert.match(stderr, /500 connections are more than this process may open: its limit is 200/);
    assert.match(stderr, /ulimit -n 564/);
  });
});

/** What a bad server does, and what each request is then said to have died of. */
const FAULTS: readonly (readonly [string, (response: ServerResponse) => void, RegExp])[] = [
  ['overloaded', says(400, 'Exceeds maximum queue size'), /Exceeds maximum queue size/],
  ['overloaded', says(503, 'Request timeout expired'), /Request timeout expired/],
  ['overloaded', says(429, 'slow down'), /slow down/],
  ['server-shutdown', says(400, 'Server is stopping, scheduler for model'), /stopping/],
  ['http-4xx', says(400, 'unexpected shape for input'), /unexpected shape/],
  ['http-5xx', says(500, 'out of memory'), /out of memory/],
  ['http-other', says(302, 'elsewhere'), /302|elsewhere/],
  ['malformed-answer', (response) => response.end('{"outputs": ['), /./],
  ['wrong-answer', answerNothing, /./],
  ['closed-mid-answer', closeMidAnswer, /./],
  ['reset', (response) => response.socket?.resetAndDestroy(), /ECONNRESET/],
];

function says(status: number, error: string): (response: ServerResponse) => void {
  return (response) => {
    response.statusCode = status;
    response.end(JSON.stringify({ error }));
  };
}

function answerNothing(response: ServerResponse): void {
  response.end(JSON.stringify({ model_name: 'another', outputs: [] }));
}

function closeMidAnswer(response: ServerResponse): void {
  response.writeHead(200, { 'content-length': '1000' });
  response.write('half', () => response.destroy());
}

describe('bench run against a server that fails', () => {
  for (const [reason, fault, sample] of FAULTS) {
    it(`names ${reason} with its count, its times and one sample: ${sample.source}`, async () => {
      let answers = 0;
      await using stub = await kserveStub((response) => {
        answers += 1;
        if (answers % 2 === 0) fault(response);
        else answerWell(response);
      });
      const cwd = emptyFolder();
      const load = ['--concurrency', '1', '--requests', '10', '--warmup', '0'];
      await runBench(['run', '--url', stub.addresses.http ?? '', ...load], cwd);
      const [point] = resultIn(cwd).points;
      assert.deepEqual(
        point?.failures.map((failure) => [failure.reason, failure.count]),
        [[reason, 5]],
      );
      const [failure] = point?.failures ?? [];
      assert.match(failure?.sample ?? '', sample);
      assert.ok(failure && failure.firstNs > 0 && failure.firstNs < failure.lastNs);
      assert.equal(point?.phases.at(-1)?.counters.completed, 5);
      assert.equal(point?.phases.at(-1)?.counters.failed, 5);
    });
  }
});

function resultIn(cwd: string): ResultDocument {
  const [id = ''] = readdirSync(join(cwd, 'reports'));
  return JSON.parse(readFileSync(join(cwd, 'reports', id, 'result.json'), 'utf8'));
}
