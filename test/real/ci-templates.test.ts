import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { parse } from 'yaml';
import { initCi } from '../../src/app/ci/init-ci.ts';
import { startGitHub } from '../stand-ins/github/github-stand-in.ts';
import { GITLAB_SHA, startGitLab } from '../stand-ins/gitlab/gitlab-stand-in.ts';
import { type CiRepository, ciRepository } from '../support/ci-repository.ts';
import { githubJob, JOB_TOKEN } from '../support/github-job.ts';
import { packageRoot } from '../support/package-root.ts';
import { packTool } from '../support/packed-tool.ts';
import { realHome } from '../support/real-home.ts';
import { packageFolder } from '../support/run-bench.ts';
import { runScript, type ScriptEnding } from '../support/run-script.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { runSteps } from '../support/workflow-steps.ts';

const LINTERS = join(realHome, 'linters');
const BOT_TOKEN = 'glpat-a-token-of-a-bot';
/** One job, seconds long, whose gate holds on any machine. */
const JOBS = 'warmup: 0s\nrequests: 20\nconcurrency: 1\njobs: { quick: { timeout: 60s } }\n';
/** Noise may make the run invalid: everything around it has to work all the same. */
const FINE_OR_NOISY = [0, 6];

let folder = temporaryFolder();
let repository: CiRepository;
before(async () => {
  folder = temporaryFolder();
  const name = packTool(folder.path);
  const work = join(folder.path, 'written');
  mkdirSync(work);
  cpSync(join(folder.path, name), join(work, name));
  writeFileSync(join(work, 'bench.yaml'), JOBS);
  const request = { systems: ['github', 'gitlab', 'cron'] as const, from: name, isForced: false };
  await initCi(request, { cwd: work, packageFolder });
  repository = ciRepository(folder.path, (into) => cpSync(work, into, { recursive: true }));
});
after(() => folder[Symbol.dispose]());

function lint(program: string, ...words: string[]): void {
  const { status, stdout, stderr, error } = spawnSync(program, words, {
    cwd: join(folder.path, 'written'),
    encoding: 'utf8',
  });
  assert.equal(status, 0, `${error ?? ''}${stdout}${stderr}`);
}

/** Runs that the branch of the history holds. */
function keptRuns(): string[] {
  return repository.filesOf('bench-history').filter((file) => /^quick\/.*\.json$/.test(file));
}

describe('the linters', () => {
  const schema = (name: string, ...words: string[]) =>
    lint(
      join(LINTERS, 'venv/bin/check-jsonschema'),
      '--builtin-schema',
      `vendor.${name}`,
      ...words,
    );
  it('accept the workflow of GitHub, its scripts included', () => {
    lint(
      join(LINTERS, 'bin/actionlint'),
      '-shellcheck',
      'shellcheck',
      '.github/workflows/bench.yml',
    );
    schema('github-workflows', '.github/workflows/bench.yml');
  });
  it('accept the jobs of GitLab', () => {
    schema('gitlab-ci', '--data-transform', 'gitlab-ci', 'bench.gitlab-ci.yml');
  });
  it('accept the script of cron', () => {
    lint('sh', '-n', 'bench-nightly.sh');
    lint('shellcheck', 'bench-nightly.sh');
  });
  it('accept the scripts of the action', () => {
    schema('github-actions', `${packageRoot}action.yml`);
    const { runs } = parse(readFileSync(`${packageRoot}action.yml`, 'utf8'));
    for (const [nth, step] of runs.steps.entries()) {
      const file = join(folder.path, `step-${nth}.sh`);
      writeFileSync(file, `#!/bin/bash\n${step.run}`);
      lint('shellcheck', file);
    }
  });
});

/** Ending of a step, and what all of them said. */
function endingOf(endings: ReadonlyMap<string, ScriptEnding>, step: string) {
  const said = [...endings.values()].map((ending) => ending.said).join('\n');
  return { exitCode: endings.get(step)?.exitCode ?? null, said };
}

describe('the workflow of GitHub', () => {
  const runJob = async (job: string, clone: string, env: Readonly<Record<string, string>>) => {
    const file = join(folder.path, 'written/.github/workflows/bench.yml');
    const { jobs, env: shared } = parse(readFileSync(file, 'utf8'));
    const cwd = repository.clone(clone);
    const temporary = join(folder.path, `${clone}-temp`);
    mkdirSync(temporary);
    const summary = join(temporary, 'step-summary.md');
    writeFileSync(summary, '');
    const variables = { ...shared, RUNNER_TEMP: temporary, ...env, GITHUB_STEP_SUMMARY: summary };
    const expressions = { 'github.token': JOB_TOKEN };
    const endings = await runSteps(jobs[job].steps, cwd, variables, expressions);
    return { cwd, endings, summary: readFileSync(summary, 'utf8') };
  };

  it('measures at night, keeps the run on a branch of its own and shows it in the summary', async () => {
    for (const night of [1, 2]) {
      const { endings, cwd, summary } = await runJob('nightly', `night-${night}`, {});
      const { exitCode, said } = endingOf(endings, 'Measure');
      assert.ok(FINE_OR_NOISY.includes(exitCode ?? -1), said);
      for (const step of ['Install', 'Fetch the history', 'Keep the history']) {
        assert.equal(endingOf(endings, step).exitCode, 0, said);
      }
      assert.equal(keptRuns().length, night, said);
      assert.match(summary, /## quick: /);
      assert.ok(readdirSync(join(cwd, 'reports')).some((name) => name.startsWith('ci-')));
    }
    // Nothing of the repository itself is on the branch.
    assert.ok(repository.filesOf('bench-history').every((file) => file.startsWith('quick/')));
  });
  it('comments on a pull request, and leaves the history as it is', async () => {
    await using github = await startGitHub();
    const kept = keptRuns();
    const variables = githubJob(folder.path, github.apiUrl, { GITHUB_TOKEN: '' });
    const { endings } = await runJob('pull-request', 'pull', variables);
    const { exitCode, said } = endingOf(endings, 'Measure');
    assert.ok(FINE_OR_NOISY.includes(exitCode ?? -1), said);
    const [comment] = github.state.comments;
    assert.match(comment?.body ?? said, /^<!-- inferbench:quick -->/);
    assert.deepEqual(keptRuns(), kept);
    assert.ok(!said.includes(JOB_TOKEN), 'the token is never shown');
  });
});

describe('the jobs of GitLab', () => {
  /** As a runner does: before_script and script as one script of bash. */
  const runJob = async (name: string, clone: string, env: Readonly<Record<string, string>>) => {
    const jobs = parse(readFileSync(join(folder.path, 'written/bench.gitlab-ci.yml'), 'utf8'));
    const { before_script: first, variables: shared } = jobs['.bench'];
    const cwd = repository.clone(clone);
    const given: Record<string, string> = {
      ...{
        CI_PROJECT_DIR: cwd,
        CI_PROJECT_URL: `file://${repository.remote}`,
        CI_JOB_TOKEN: 'job',
      },
      ...env,
    };
    for (const [key, text] of Object.entries<string>(shared)) {
      given[key] = text.replace(/\$(\w+)/g, (_, variable: string) => given[variable] ?? '');
    }
    const script = [...first, ...jobs[name].script].join('\n');
    return { cwd, ...(await runScript(['bash', '-eo', 'pipefail', '-c'], script, cwd, given)) };
  };

  it('measure at night, and keep the run', async () => {
    const kept = keptRuns().length;
    const { cwd, exitCode, said } = await runJob('bench-nightly', 'gitlab-night', {});
    assert.ok(FINE_OR_NOISY.includes(exitCode ?? -1), said);
    assert.equal(keptRuns().length, kept + 1, said);
    assert.match(readFileSync(join(cwd, 'bench-junit.xml'), 'utf8'), /<testsuite name="quick: /);
  });
  it('note it on a merge request, and leave the history as it is', async () => {
    await using gitlab = await startGitLab();
    const kept = keptRuns();
    const { exitCode, said } = await runJob('bench-merge-request', 'gitlab-merge', {
      ...{ GITLAB_CI: 'true', CI_API_V4_URL: gitlab.apiUrl, CI_PROJECT_ID: '42', CI_JOB_ID: '5' },
      ...{ CI_MERGE_REQUEST_IID: '7', CI_COMMIT_SHA: GITLAB_SHA, GITLAB_TOKEN: BOT_TOKEN },
    });
    assert.ok(FINE_OR_NOISY.includes(exitCode ?? -1), said);
    assert.match(gitlab.notes[0]?.body ?? said, /^<!-- inferbench:quick -->/);
    assert.deepEqual(keptRuns(), kept);
    assert.ok(!said.includes(BOT_TOKEN), 'the token is never shown');
  });
});

describe('the script of cron', () => {
  it('installs once, and adds a run to its history each time, wherever it is called from', async () => {
    const cwd = join(folder.path, 'written');
    const script = join(cwd, 'bench-nightly.sh');
    for (const night of [1, 2]) {
      const { exitCode, said } = await runScript(['sh', '-c'], script, '/', {});
      assert.ok(FINE_OR_NOISY.includes(exitCode ?? -1), said);
      assert.equal(readdirSync(join(cwd, 'bench-history/quick')).length, night);
      assert.equal(/^added \d+ packages/m.test(said), night === 1, said);
    }
  });
});
