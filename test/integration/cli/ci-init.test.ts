import assert from 'node:assert/strict';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { parse } from 'yaml';
import { main } from '../../../src/cli/main.ts';
import { fakeOutside } from '../../support/fake-outside.ts';
import { packageFolder } from '../../support/run-bench.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const FROM = 'git+https://host/a/inferbench.git#v1.2.3';

async function init(cwd: string, ...argv: string[]) {
  const { outside, written } = fakeOutside(['ci', 'init', ...argv], { cwd, packageFolder });
  const exitCode = await main(outside);
  return { exitCode, ...written, textOf: (file: string) => readFileSync(join(cwd, file), 'utf8') };
}

describe('bench ci init', () => {
  it('writes a job for each system and jobs to start from, and says what it installs', async () => {
    using folder = temporaryFolder();
    const systems = ['--github', '--gitlab', '--cron'];
    const { exitCode, stdout, stderr } = await init(folder.path, ...systems, '--from', FROM);
    assert.deepEqual([exitCode, stderr], [0, '']);
    assert.match(stdout, /^wrote \.github\/workflows\/bench\.yml\nwrote bench\.gitlab-ci\.yml\n/);
    assert.match(
      stdout,
      /\nwrote bench-nightly\.sh\nwrote bench\.yaml\ninstalls git\+https:.*tag v1/,
    );
    assert.equal(statSync(join(folder.path, 'bench-nightly.sh')).mode & 0o111, 0o111);
    const listed = fakeOutside(['ci', 'list'], { cwd: folder.path });
    assert.equal(await main(listed.outside), 0);
    assert.match(listed.written.stdout, /^first\n/);
  });
  it('writes over nothing unless it is told to, and never over bench.yaml', async () => {
    using folder = temporaryFolder();
    const file = join(folder.path, 'bench-nightly.sh');
    writeFileSync(file, 'mine');
    writeFileSync(join(folder.path, 'bench.yaml'), 'qps: 7\n');
    const refused = await init(folder.path, '--github', '--cron', '--from', FROM);
    assert.equal(refused.exitCode, 2);
    assert.match(refused.stderr, /bench-nightly\.sh is there already/);
    assert.equal(refused.textOf('bench-nightly.sh'), 'mine');
    assert.throws(() => refused.textOf('.github/workflows/bench.yml'), 'nothing else either');
    const forced = await init(folder.path, '--cron', '--force', '--from', FROM);
    assert.equal(forced.exitCode, 0);
    assert.match(forced.stdout, /bench\.yaml is there already and was left as it is/);
    assert.match(forced.textOf('bench-nightly.sh'), /^#!\/bin\/sh\n/);
    assert.equal(forced.textOf('bench.yaml'), 'qps: 7\n');
  });
  it('asks for a system and for a version', async () => {
    using folder = temporaryFolder();
    const none = await init(folder.path, '--from', FROM);
    assert.match(none.stderr, /nobody says for which system/);
    const unpinned = await init(folder.path, '--cron');
    assert.match(unpinned.stderr, /--from is missing/);
    assert.deepEqual([none.exitCode, unpinned.exitCode], [2, 2]);
  });
});

describe('the workflow for GitHub', () => {
  it('pins every action by its commit, and gives each job no more than it needs', async () => {
    using folder = temporaryFolder();
    const { textOf } = await init(folder.path, '--github', '--from', FROM);
    const text = textOf('.github/workflows/bench.yml');
    const used = [...text.matchAll(/uses: (\S+)/g)].map(([, action]) => action ?? '');
    assert.ok(used.length > 0);
    for (const action of used) assert.match(action, /@[0-9a-f]{40}$/);
    const { on, permissions, jobs } = parse(text);
    assert.deepEqual(Object.keys(on), ['schedule', 'workflow_dispatch', 'pull_request']);
    assert.deepEqual(permissions, { contents: 'read' });
    assert.deepEqual(jobs.nightly.permissions, { contents: 'write' });
    assert.deepEqual(jobs['pull-request'].permissions, {
      ...{ contents: 'read', 'pull-requests': 'write' },
    });
  });
  it('pastes no expression into a script', async () => {
    using folder = temporaryFolder();
    const { textOf } = await init(folder.path, '--github', '--from', FROM);
    const { jobs } = parse(textOf('.github/workflows/bench.yml'));
    for (const job of Object.values<{ steps: { run?: string }[] }>(jobs)) {
      for (const { run = '' } of job.steps) assert.doesNotMatch(run, /\$\{\{/);
    }
  });
});

describe('every template', () => {
  it('asks npx for the command that was installed, and for nobody else’s', async () => {
    using folder = temporaryFolder();
    const systems = ['--github', '--gitlab', '--cron'];
    const { textOf } = await init(folder.path, ...systems, '--from', FROM);
    for (const file of ['.github/workflows/bench.yml', 'bench.gitlab-ci.yml', 'bench-nightly.sh']) {
      const calls = textOf(file)
        .split('\n')
        .filter((line) => /\bnpx\b/.test(line));
      assert.ok(calls.length > 0, file);
      for (const call of calls) assert.match(call, /npx --no --prefix "\$[^"]+" bench ci run/);
    }
  });
});
