import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { main } from '../../../src/cli/main.ts';
import type { ComparisonDocument } from '../../../src/contract/comparison-document.ts';
import type { ResultDocument } from '../../../src/contract/result-document.ts';
import { aComparison } from '../../support/a-comparison.ts';
import { aResult } from '../../support/a-result.ts';
import { fakeOutside } from '../../support/fake-outside.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

let folder = temporaryFolder();
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder[Symbol.dispose]());

async function publish(argv: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const { outside, written } = fakeOutside(['publish', ...argv], { cwd: folder.path, env });
  return { exitCode: await main(outside), ...written };
}

function store(document: ResultDocument | ComparisonDocument): string {
  const name = 'kind' in document ? 'comparison.json' : 'result.json';
  mkdirSync(join(folder.path, 'reports', document.id), { recursive: true });
  writeFileSync(join(folder.path, 'reports', document.id, name), JSON.stringify(document));
  return document.id;
}

function read(name: string): string {
  return readFileSync(join(folder.path, name), 'utf8');
}

describe('bench publish --file', () => {
  it('writes the text of the latest result, and makes the folders on the way', async () => {
    store(aResult());
    const { exitCode, stdout, stderr } = await publish(['--file', 'out/comment.md']);
    assert.deepEqual([exitCode, stderr], [0, '']);
    assert.equal(stdout, `text written to ${join(folder.path, 'out/comment.md')}\n`);
    assert.match(
      read('out/comment.md'),
      /^<!-- inferbench:mnist_mlp http 100\/s -->\n\n### ✅ Valid/,
    );
  });

  it('takes results and comparisons, by id, folder and file, each in the comment of its job', async () => {
    const results = [1, 2].map((nth) => ({ ...aResult(), id: `20261123-14301${nth}-x` }));
    store(results[0] as ResultDocument);
    const compared = aComparison(results as ResultDocument[], { labels: { job: 'nightly' } });
    store(compared);
    for (const name of [
      compared.id,
      `reports/${compared.id}`,
      `reports/${compared.id}/comparison.json`,
    ]) {
      const { exitCode, stderr } = await publish(['20261123-143011-x', name, '--file', 'out.md']);
      assert.equal(exitCode, 0, stderr);
      const markers = read('out.md').match(/^<!-- .* -->$/gm);
      assert.deepEqual(markers, [
        '<!-- inferbench:mnist_mlp http 100/s -->',
        '<!-- inferbench:nightly -->',
      ]);
    }
    await publish(['20261123-143011-x', compared.id, '--job', 'one', '--file', 'out.md']);
    assert.deepEqual(read('out.md').match(/^<!-- .* -->$/gm), ['<!-- inferbench:one -->']);
  });

  it('takes the comparison for the latest where that is newer', async () => {
    store({ ...aResult(), id: '20261123-143011-x' });
    store(
      aComparison(
        [1, 2].map((nth) => ({ ...aResult(), id: `r${nth}` })),
        { id: '20261124-000000-ab-1' },
      ),
    );
    await publish(['latest', '--file', 'out.md']);
    assert.match(read('out.md'), /### ➖ Inconclusive/);
    store({ ...aResult(), id: '20261125-143011-x' });
    await publish(['latest', '--file', 'out.md']);
    assert.match(read('out.md'), /### ✅ Valid/);
  });

  it('warns where the file cannot be written; with --strict that is exit code 1', async () => {
    store(aResult());
    writeFileSync(join(folder.path, 'taken'), '');
    const warned = await publish(['--file', 'taken/out.md']);
    assert.equal(warned.exitCode, 0);
    assert.match(warned.stderr, /^bench: warning: no text in taken\/out\.md: (ENOTDIR|EEXIST)\n$/);
    assert.equal((await publish(['--file', 'taken/out.md', '--strict'])).exitCode, 1);
  });

  it('links to the page of the job, or to what is said', async () => {
    store(aResult());
    const gitlab = { CI_JOB_URL: 'https://gitlab.example/g/p/-/jobs/5' };
    await publish(['--file', 'out.md'], gitlab);
    assert.match(read('out.md'), /\[Full report\]\(https:\/\/gitlab\.example\/g\/p\/-\/jobs\/5\)/);
    await publish(['--file', 'out.md', '--report-url', 'https://pages.example/r.html'], gitlab);
    assert.match(read('out.md'), /\[Full report\]\(https:\/\/pages\.example\/r\.html\)/);
  });
});

describe('bench publish --job-summary', () => {
  it('adds to what the summary holds', async () => {
    store(aResult());
    writeFileSync(join(folder.path, 'summary.md'), 'before\n');
    const env = { GITHUB_STEP_SUMMARY: join(folder.path, 'summary.md') };
    const { exitCode, stdout } = await publish(['--job-summary'], env);
    assert.deepEqual([exitCode, stdout], [0, 'mnist_mlp http 100/s: in the job summary\n']);
    assert.match(read('summary.md'), /^before\n\n<!-- inferbench:/);
  });

  it('keeps the whole below 1 MiB, by leaving parts out', async () => {
    store(aResult());
    const taken = 2 ** 20 - 3000;
    writeFileSync(join(folder.path, 'summary.md'), 'x'.repeat(taken));
    const env = { GITHUB_STEP_SUMMARY: join(folder.path, 'summary.md') };
    assert.equal((await publish(['--job-summary'], env)).exitCode, 0);
    const summary = readFileSync(env.GITHUB_STEP_SUMMARY);
    assert.ok(summary.length <= 2 ** 20 && summary.length > taken);
    assert.match(summary.toString(), /Left out to stay below the size limit/);
  });

  it('leaves a summary alone that has no room', async () => {
    store(aResult());
    writeFileSync(join(folder.path, 'summary.md'), 'x'.repeat(2 ** 20));
    const env = { GITHUB_STEP_SUMMARY: join(folder.path, 'summary.md') };
    const { exitCode, stderr } = await publish(['--job-summary', '--strict'], env);
    assert.equal(exitCode, 1);
    assert.match(stderr, /not in the job summary: it holds 1048576 bytes already/);
    assert.equal(readFileSync(env.GITHUB_STEP_SUMMARY).length, 2 ** 20);
  });
});

describe('bench publish refuses what cannot be meant', () => {
  const refusals: readonly (readonly [readonly string[], RegExp])[] = [
    [[], /nobody says where to publish it\n.*--github, --gitlab, --job-summary or --file/],
    [['--status', '--file', 'x.md'], /--status needs a commit/],
    [['--check', '--gitlab'], /only GitHub has check runs/],
    [['--job-summary'], /GITHUB_STEP_SUMMARY is not set/],
    [['--github', '--pull-request', '0'], /--pull-request "0" is no number/],
    [['--github', '--pull-request', '7'], /GITHUB_REPOSITORY is not set/],
    [['--github'], /nobody says which request of GitHub to comment on/],
    [['--gitlab', '--pull-request', '7'], /CI_PROJECT_ID is not set/],
    [['--file', 'x.md', '--report-url', 'javascript:alert(1)'], /is no address of the web/],
  ];
  for (const [argv, words] of refusals) {
    it(`${argv.join(' ') || 'no target'}: exit code 2, and nothing is written`, async () => {
      store(aResult());
      const { exitCode, stderr } = await publish(argv);
      assert.equal(exitCode, 2, stderr);
      assert.match(stderr, words);
      assert.ok(!existsSync(join(folder.path, 'x.md')));
    });
  }

  it('a document that is not there: exit code 5', async () => {
    const { exitCode, stderr } = await publish(['nowhere', '--file', 'x.md']);
    assert.equal(exitCode, 5);
    assert.match(stderr, /there is no result "nowhere"/);
    assert.deepEqual(readdirSync(folder.path), []);
  });
});
