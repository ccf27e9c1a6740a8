import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { main } from '../../../src/cli/main.ts';
import { fakeOutside } from '../../support/fake-outside.ts';
import { onlyResult } from '../../support/only-result.ts';
import { emptyFolder, runBench } from '../../support/run-bench.ts';

const FILE = `
duration: 2s
warmup: 0s
jobs:
  digits:
    qps: 20
    limits: { p50: 10% }
    matrix:
      protocol: [http, grpc]
  plain: &plain
    concurrency: 2
  other: *plain
`;

function folderWith(text: string): string {
  const cwd = emptyFolder();
  writeFileSync(join(cwd, 'bench.yaml'), text);
  return cwd;
}

async function bench(cwd: string, ...argv: string[]) {
  const { outside, written } = fakeOutside(argv, { cwd });
  return { exitCode: await main(outside), ...written };
}

describe('bench ci list', () => {
  it('shows each job with what it says, and where', async () => {
    const { exitCode, stdout } = await bench(folderWith(FILE), 'ci', 'list');
    assert.equal(exitCode, 0);
    const [first = '', second = ''] = stdout.split(/^(?=\w)/m);
    assert.match(first, /^digits \(protocol=http\)\n {2}qps: 20 {2}# bench\.yaml:6\n/);
    assert.match(first, / {2}protocol: "http" {2}# bench\.yaml:9\n {2}limits: \{"p50":"10%"\}\n$/);
    assert.match(second, /^digits \(protocol=grpc\)\n/);
  });
  it('hides secrets', async () => {
    const cwd = folderWith('header: { Authorization: s3cret }\njobs: { a: { qps: 1 } }\n');
    for (const form of [[], ['--json']]) {
      const { stdout } = await bench(cwd, 'ci', 'list', ...form);
      assert.match(stdout, /Authorization/);
      assert.doesNotMatch(stdout, /s3cret/);
    }
  });
  it('is JSON with every option', async () => {
    const { stdout } = await bench(folderWith(FILE), 'ci', 'list', '--json');
    const jobs = JSON.parse(stdout);
    assert.deepEqual(
      jobs.map((job: { name: string }) => job.name),
      ['digits (protocol=http)', 'digits (protocol=grpc)', 'plain', 'other'],
    );
    assert.deepEqual([jobs[2].options.concurrency, jobs[2].options.timeout], [2, '5s']);
  });
  it('names file, line and key of a mistake, below an alias the line of the alias', async () => {
    const text = FILE.replace('concurrency: 2', 'concurrency: many');
    const { exitCode, stderr } = await bench(folderWith(text), 'ci', 'list');
    assert.equal(exitCode, 2);
    assert.match(stderr, /bench\.yaml:11 jobs\.plain\.concurrency: "many" is not a/);
    assert.match(stderr, /bench\.yaml:12 jobs\.other\.concurrency: "many" is not a/);
  });
  it('says what to do where there is no file', async () => {
    const { exitCode, stderr } = await bench(emptyFolder(), 'ci', 'list');
    assert.equal(exitCode, 2);
    assert.match(stderr, /there is no bench\.yaml here/);
  });
});

describe('bench run with a file of jobs', () => {
  it('asks which of them is meant, with exit 2', async () => {
    const { exitCode, stderr } = await bench(folderWith(FILE), 'run');
    assert.equal(exitCode, 2);
    assert.match(stderr, /holds jobs: which of them\?/);
    assert.match(stderr, /--job one of "digits \(protocol=http\)", .*"other"/);
  });
  it('does not choose one of a matrix by itself', async () => {
    const { exitCode, stderr } = await bench(folderWith(FILE), 'run', '--job', 'digits');
    assert.equal(exitCode, 2);
    assert.match(stderr, /"digits" is a matrix of 2 jobs/);
  });
  it('says that there is no file to take a job from', async () => {
    const { exitCode, stderr } = await bench(emptyFolder(), 'run', '--job', 'digits');
    assert.equal(exitCode, 2);
    assert.match(stderr, /no bench\.yaml that could hold the job "digits"/);
  });
  it('shows what was understood of a job', async () => {
    const argv = ['run', '--job', 'digits (protocol=grpc)', '--qps', '7', '--print-config'];
    const { stdout } = await bench(folderWith(FILE), ...argv);
    assert.match(stdout, /^qps: 7 +# --qps$/m);
    assert.match(stdout, /^protocol: "grpc" +# bench\.yaml:9$/m);
  });
  it('measures the one that is named', async () => {
    const cwd = folderWith(FILE);
    const { exitCode, stderr } = await runBench(['run', '--job', 'digits (protocol=grpc)'], cwd);
    // A busy machine may make any run invalid.
    assert.ok(exitCode === 0 || exitCode === 6, stderr);
    const { points } = onlyResult(cwd);
    assert.deepEqual(
      [points[0]?.workload.protocol, points[0]?.workload.ratePerSecond],
      ['grpc', 20],
    );
  });
});
