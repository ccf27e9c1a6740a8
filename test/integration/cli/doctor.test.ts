import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, it } from 'node:test';
import { takenPorts } from '../../../src/stack/index.ts';
import { emptyFolder, runBench } from '../../support/run-bench.ts';
import { standIn } from '../../support/start-stack-tool.ts';

interface Check {
  readonly name: string;
  readonly good: boolean | null;
  readonly detail: string;
}

async function doctor(path: string): Promise<Record<string, Check>> {
  const args = ['doctor', '--json'];
  const ended = await runBench(args, emptyFolder(), undefined, { PATH: path });
  assert.deepEqual([ended.exitCode, ended.stderr], [0, '']);
  const { drivers, machine } = JSON.parse(ended.stdout);
  return Object.fromEntries([...drivers, ...machine].map((check: Check) => [check.name, check]));
}

const folderOf = (program: string) => program.slice(0, program.lastIndexOf('/'));

describe('bench doctor', { timeout: 600_000 }, () => {
  it('says what can be run, why not the rest and what to do, and is fine with it', async () => {
    const found = await doctor('/nowhere');
    assert.equal(found.embedded?.good, true);
    assert.match(found.embedded?.detail ?? '', /stand-in, not Triton; ready in \d+\.\d s/);
    assert.equal(found.docker?.good, false);
    assert.match(found.docker?.detail ?? '', /DOCKER_HOST/);
    assert.equal(found.process?.good, false);
    assert.match(found.process?.detail ?? '', /no program "tritonserver".*--triton-bin/);
    assert.match(found.generator?.detail ?? '', /^one worker makes [\d,]+ requests\/s/);
    for (const fact of ['node', 'system', 'cores', 'memory', 'open files', 'ports', 'CPU steal']) {
      assert.ok(found[fact]?.detail, fact);
    }
  });
  it('finds the programs of a stack on PATH', async () => {
    const programs = [standIn('tritonserver'), standIn('prometheus')].map(folderOf);
    assert.equal((await doctor(programs.join(':'))).process?.good, true);
  });
  it('is a page for people too', async () => {
    const { exitCode, stdout } = await runBench(['doctor'], emptyFolder());
    assert.equal(exitCode, 0);
    assert.match(stdout, /^What .* can start here:\n {2}✔ embedded {8}embedded CPU/);
    assert.match(stdout, /^ {2}✘ docker {10}\S/m);
  });
});

describe('ports of this machine', () => {
  it('are taken while somebody listens there', async () => {
    const server = createServer();
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as { port: number };
    assert.deepEqual(await takenPorts([port]), [port]);
    server.close();
    await once(server, 'close');
    assert.deepEqual(await takenPorts([port]), []);
  });
});
