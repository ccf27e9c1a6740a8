import assert from 'node:assert/strict';
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { type BenchEnding, emptyFolder, packageFolder, runBench } from '../../support/run-bench.ts';

function assertRefused(ending: BenchEnding, exitCode: number, words: RegExp): void {
  assert.equal(ending.exitCode, exitCode, ending.stderr);
  assert.match(ending.stderr, words);
  assert.match(ending.stderr, /→ /, 'it says what to do next');
  assert.doesNotMatch(ending.stderr, /^\s+at .*:\d+:\d+\)?$/m, 'no stack trace');
  assert.equal(ending.stdout, '');
}

/** A port that nothing listens on: it was free a moment ago. */
async function unusedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe('bench run is refused clearly', () => {
  for (const protocol of ['http', 'grpc']) {
    it(`without a server at the address (${protocol})`, async () => {
      const port = await unusedPort();
      const target =
        protocol === 'http'
          ? ['--url', `http://127.0.0.1:${port}`]
          : ['--grpc-url', `127.0.0.1:${port}`, '--protocol', 'grpc'];
      const ending = await runBench(['run', '--qps', '5', ...target], emptyFolder());
      assertRefused(ending, 3, new RegExp(`no (server|gRPC answer) (at|from) .*127.0.0.1:${port}`));
    });
  }
  for (const target of [
    ['--url', 'http://no-such-host.invalid:8000'],
    ['--grpc-url', 'no-such-host.invalid:8001', '--protocol', 'grpc'],
  ]) {
    it(`for a name that does not resolve: ${target[0]}`, async () => {
      const ending = await runBench(['run', '--qps', '5', ...target], emptyFolder());
      assertRefused(
        ending,
        3,
        /no-such-host\.invalid:800\d.*(ENOTFOUND|EAI_AGAIN|resolution failed)/,
      );
    });
  }
  it('for a model that the server does not have, with those it has', async () => {
    const ending = await runBench(['run', '--model', 'mnist_mpl'], emptyFolder());
    assertRefused(ending, 2, /mnist_mpl[\s\S]*mnist_mlp/);
  });
  it('for a batch above the largest the model takes, with both numbers', async () => {
    const ending = await runBench(['run', '--batch-size', '8193'], emptyFolder());
    assertRefused(ending, 2, /8193[\s\S]*8192/);
  });
  it('where results cannot be written, before any load is sent', async () => {
    const cwd = emptyFolder();
    writeFileSync(join(cwd, 'reports'), 'a file, not a folder');
    const ending = await runBench(['run', '--qps', '5'], cwd);
    assertRefused(ending, 2, /reports/);
  });
  it('without a model repository', async () => {
    const ending = await runBench(['run', '--model-repository', 'nowhere'], emptyFolder());
    assertRefused(ending, 2, /nowhere/);
  });
  it('for a broken config.pbtxt, with line and column', async () => {
    const cwd = emptyFolder();
    cpSync(join(packageFolder, 'models'), join(cwd, 'models'), { recursive: true });
    const config = join(cwd, 'models/mnist_mlp/config.pbtxt');
    writeFileSync(config, `${readFileSync(config, 'utf8')}\ninput [ { name: `);
    const ending = await runBench(['run', '--model-repository', 'models'], cwd);
    assertRefused(ending, 2, /config\.pbtxt:\d+:\d+/);
  });
});

describe('a model that is not the digits’', () => {
  it('gets random payloads of its metadata, and nothing is said of accuracy', async () => {
    const cwd = emptyFolder();
    mkdirSync(join(cwd, 'models'));
    cpSync(join(packageFolder, 'models/mnist_mlp'), join(cwd, 'models/other'), { recursive: true });
    const config = join(cwd, 'models/other/config.pbtxt');
    writeFileSync(config, readFileSync(config, 'utf8').replace('"mnist_mlp"', '"other"'));
    const ending = await runBench(
      ['run', '--model-repository', 'models', '--requests', '20', '--warmup', '0'],
      cwd,
    );
    assert.match(String(ending.exitCode), /^[06]$/, ending.stderr);
    const [id = ''] = readdirSync(join(cwd, 'reports'));
    const document = JSON.parse(readFileSync(join(cwd, 'reports', id, 'result.json'), 'utf8'));
    assert.equal(document.points[0].workload.modelName, 'other');
    assert.equal(document.points[0].answers.labelled, 0);
    assert.equal(document.points[0].phases.at(-1).counters.completed, 20);
  });
});

describe('bench report is refused clearly', () => {
  for (const [name, text, words] of [
    ['an empty file', '', /empty/],
    ['something that is not JSON', 'hello', /JSON/],
    ['a document of another version', '{"schemaVersion":"99.0"}', /99\.0/],
    ['a document without its parts', '{"schemaVersion":"1"}', /result\.json/],
  ] as const) {
    it(`for ${name}`, async () => {
      const cwd = emptyFolder();
      writeFileSync(join(cwd, 'result.json'), text);
      assertRefused(await runBench(['report', 'result.json'], cwd), 5, words);
    });
  }
  it('for a result that is not there', async () => {
    assertRefused(await runBench(['report', 'nothing'], emptyFolder()), 5, /nothing/);
  });
  it('where there is no result yet', async () => {
    assertRefused(await runBench(['report'], emptyFolder()), 5, /no result/);
  });
});

describe('bench serve is refused clearly', () => {
  it('when a port is in use', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    const ports = ['--http-port', String(port), '--grpc-port', '0', '--metrics-port', '0'];
    const ending = await runBench(['serve', ...ports], emptyFolder());
    server.close();
    assertRefused(ending, 3, new RegExp(`${port}`));
  });
});
