import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { startGitHub } from '../../stand-ins/github/github-stand-in.ts';
import { WORKFLOW } from '../../stand-ins/github/github-state.ts';
import { githubJob, JOB_TOKEN } from '../../support/github-job.ts';
import { answerWell, kserveStub } from '../../support/kserve-stub.ts';
import { emptyFolder, runBench } from '../../support/run-bench.ts';

/** Short enough for a test; the gates hold on any machine, so that only noise makes a run invalid. */
const QUICK = `
warmup: 0s
requests: 20
concurrency: 1
`;

interface WrittenJob {
  readonly name: string;
  readonly exitCode: number;
  readonly id: string | null;
  readonly reasons: readonly string[];
  readonly change: { readonly verdict: string; readonly targets: object } | null;
}

function folderWith(text: string): string {
  const cwd = emptyFolder();
  writeFileSync(join(cwd, 'bench.yaml'), text);
  return cwd;
}

function foldersOf(cwd: string): { readonly ci: string[]; readonly runs: string[] } {
  const all = readdirSync(join(cwd, 'reports'));
  return {
    ci: all.filter((name) => name.startsWith('ci-')),
    runs: all.filter((name) => !name.startsWith('ci-')),
  };
}

function writtenBy(cwd: string, nth = 0) {
  const folder = join(cwd, 'reports', foldersOf(cwd).ci[nth] ?? '');
  const { jobs, ...all } = JSON.parse(readFileSync(join(folder, 'ci.json'), 'utf8'));
  return { folder, all, jobs: jobs as readonly WrittenJob[] };
}

/** Seconds that the second run has measured. */
function secondsOfSecond(cwd: string): number {
  const [, run] = existsSync(join(cwd, 'reports')) ? foldersOf(cwd).runs : [];
  const journal = join(cwd, 'reports', run ?? '', 'journal.ndjson');
  const text = run && existsSync(journal) ? readFileSync(journal, 'utf8') : '';
  return text.split('"phase":"measured"').length - 1;
}

describe('bench ci run', () => {
  it('measures every job, keeps it in the history, and writes summary and test results', async () => {
    const cwd = folderWith(`${QUICK}jobs: { a: { matrix: { protocol: [http, grpc] } }, b: {} }\n`);
    const files = ['--junit', 'out/junit.xml', '--summary', 'out/summary.md'];
    const ending = await runBench(['ci', 'run', '--history', 'history', ...files], cwd);
    const { all, jobs, folder } = writtenBy(cwd);
    assert.equal(ending.exitCode, all.exitCode, ending.stderr);
    // A busy machine may make any run invalid; nothing else may go wrong.
    for (const job of jobs) assert.ok([0, 6].includes(job.exitCode), job.reasons.join());
    const names = ['a (protocol=http)', 'a (protocol=grpc)', 'b'];
    assert.deepEqual(
      jobs.map(({ name }) => name),
      names,
    );
    assert.deepEqual(foldersOf(cwd).runs, jobs.map(({ id }) => id).sort());
    for (const { name, id } of jobs) {
      assert.ok(existsSync(join(cwd, 'history', name, `${id}.json`)), name);
    }
    const [junit, summary] = ['junit.xml', 'summary.md'].map((file) => [
      readFileSync(join(folder, file), 'utf8'),
      readFileSync(join(cwd, 'out', file), 'utf8'),
    ]);
    assert.equal(junit?.[0], junit?.[1]);
    assert.equal(summary?.[0], summary?.[1]);
    for (const name of names) assert.ok(summary?.[0]?.includes(`## ${name}`), name);
  });
  it('needs no file: flags make one job', async () => {
    const cwd = emptyFolder();
    const quick = ['--requests', '10', '--warmup', '0s'];
    const ending = await runBench(['ci', 'run', ...quick, '--slo', 'p50<1us'], cwd);
    const { jobs } = writtenBy(cwd);
    assert.deepEqual([jobs.length, jobs[0]?.name], [1, 'default']);
    // Invalid where the generator was disturbed, else the gate is missed.
    assert.ok(ending.exitCode === 1 || ending.exitCode === 6, ending.stderr);
    assert.match(jobs[0]?.reasons.join() ?? '', /p50<1us missed/);
  });
  it('keeps with each result what measures it again', async () => {
    const cwd = folderWith(`${QUICK}jobs: { "a": { matrix: { batchSize: [1] } } }\n`);
    await runBench(['ci', 'run', '--requests', '5'], cwd);
    const [run = ''] = foldersOf(cwd).runs;
    const { command } = JSON.parse(readFileSync(join(cwd, 'reports', run, 'result.json'), 'utf8'));
    assert.match(command, /^bench run --job 'a \(batchSize=1\)' --requests 5 --seed \d+$/);
  });
  it('goes on after a job without a server, and answers with the gravest ending', async () => {
    const cwd = folderWith(`${QUICK}jobs: { gone: { url: "http://127.0.0.1:9" }, b: {} }\n`);
    const ending = await runBench(['ci', 'run', '--format', 'json'], cwd);
    assert.equal(ending.exitCode, 3);
    const { jobs } = JSON.parse(ending.stdout);
    assert.deepEqual([jobs[0].outcome, jobs[0].id], ['no server', null]);
    assert.ok([0, 6].includes(jobs[1].exitCode));
    assert.match(ending.stderr, /^bench: gone: no server at http:\/\/127\.0\.0\.1:9/m);
  });
  it('measures a job and its base in turn, and judges the pairs', async () => {
    await using base = await kserveStub();
    await using head = await kserveStub((answer) => void setTimeout(() => answerWell(answer), 20));
    const [urlA = '', urlB = ''] = [base.addresses.http, head.addresses.http];
    const cwd = folderWith(
      [
        'warmup: 0s',
        'requests: 40',
        'timeout: 60s',
        'drain: 60s',
        'limits: { p99: off }',
        `jobs: { a: { url: "${urlB}", base: { url: "${urlA}", pairs: 3 } } }`,
      ].join('\n'),
    );
    const ending = await runBench(['ci', 'run', '--history', 'history'], cwd);
    const { jobs, folder } = writtenBy(cwd);
    const [job] = jobs;
    assert.equal(ending.exitCode, job?.exitCode, ending.stderr);
    // A busy machine may make pairs invalid, or spread them too wide.
    const { change } = job ?? assert.fail();
    assert.deepEqual(change?.targets, { a: urlA, b: urlB });
    const expected = { regressed: [1], inconclusive: [0], invalid: [6] }[change?.verdict ?? ''];
    assert.ok(expected?.includes(ending.exitCode ?? -1), `${change?.verdict} ${ending.exitCode}`);
    const summary = readFileSync(join(folder, 'summary.md'), 'utf8');
    assert.match(summary, /^\| p50 /m);
    const [run = ''] = foldersOf(cwd).runs;
    const comparison = JSON.parse(
      readFileSync(join(cwd, 'reports', run, 'comparison.json'), 'utf8'),
    );
    assert.deepEqual(comparison.labels, { job: 'a' });
    // What is held against a base has no series of its own.
    assert.deepEqual(readdirSync(join(cwd, 'history')), []);
  });
  it('finds every mistake before it measures anything', async () => {
    const cwd = folderWith(
      `${QUICK}jobs: { a: { trace: nowhere.txt, requests: 3 }, b: { inputData: none.json } }\n`,
    );
    const first = await runBench(['ci', 'run'], cwd);
    assert.equal(first.exitCode, 2);
    assert.match(first.stderr, /bench\.yaml:\d+ jobs\.a\.requests: the stages or the trace/);
    writeFileSync(
      join(cwd, 'bench.yaml'),
      `warmup: 0s\njobs: { a: { trace: nowhere.txt }, b: { inputData: none.json } }\n`,
    );
    const second = await runBench(['ci', 'run'], cwd);
    assert.equal(second.exitCode, 2);
    assert.match(second.stderr, /a: trace: nowhere\.txt cannot be read: ENOENT/);
    assert.match(second.stderr, /b: inputData: none\.json cannot be read: ENOENT/);
    assert.ok(!existsSync(join(cwd, 'reports')));
  });
  it('refuses a history that is a file', async () => {
    const ending = await runBench(['ci', 'run', '--history', 'bench.yaml'], folderWith(QUICK));
    assert.equal(ending.exitCode, 2);
    assert.match(ending.stderr, /--history: .*bench\.yaml is no folder/);
  });
  it('measures and keeps results where the history takes no entry, and fails only with --strict', async () => {
    // A folder that cannot be made, for root too.
    const history = '/proc/no-history-here';
    for (const [flags, codes] of [
      [[], [0, 6]],
      [['--strict'], [1, 6]],
    ] as const) {
      const cwd = folderWith(QUICK);
      const ending = await runBench(['ci', 'run', '--history', history, ...flags], cwd);
      assert.ok((codes as readonly (number | null)[]).includes(ending.exitCode), ending.stderr);
      assert.match(ending.stderr, /takes no entry: ENOENT; these runs will not be added/);
      assert.match(writtenBy(cwd).jobs[0]?.reasons.join() ?? '', /not added to the history/);
      assert.equal(foldersOf(cwd).runs.length, 1);
    }
  });
  it('leaves a history as it is when told so', async () => {
    const cwd = folderWith(QUICK);
    mkdirSync(join(cwd, 'history'));
    await runBench(['ci', 'run', '--history', 'history', '--no-history-add'], cwd);
    assert.deepEqual(readdirSync(join(cwd, 'history')), []);
  });
  it('adds all jobs to the summary of a job of GitHub Actions, and fails when there is none', async () => {
    const cwd = folderWith(QUICK);
    const argv = ['ci', 'run', '--job-summary'];
    const without = await runBench(argv, cwd, undefined, { GITHUB_STEP_SUMMARY: '' });
    assert.equal(without.exitCode, 2);
    assert.match(without.stderr, /GITHUB_STEP_SUMMARY is not set/);
    assert.ok(!existsSync(join(cwd, 'reports')));
    const file = join(cwd, 'step-summary.md');
    writeFileSync(file, 'before\n');
    await runBench(argv, cwd, undefined, { GITHUB_STEP_SUMMARY: file });
    assert.match(
      readFileSync(file, 'utf8'),
      /^before\n\n# Benchmark jobs\n\n[\s\S]*\n## default: /,
    );
  });
  it('comments once for each job, and is as fine without the permission to', async () => {
    const cwd = folderWith(`${QUICK}jobs: { a: {}, b: {} }\n`);
    const env = (url: string) => githubJob(cwd, url);
    const run = (url: string) => runBench(['ci', 'run', '--github'], cwd, undefined, env(url));
    {
      await using github = await startGitHub();
      for (const _ of ['created', 'edited']) await run(github.apiUrl);
      const markers = github.state.comments.map(({ body }) => body.split('\n', 1)[0]);
      assert.deepEqual(markers, ['<!-- inferbench:a -->', '<!-- inferbench:b -->']);
    }
    const tokens = { [JOB_TOKEN]: { ...WORKFLOW, mayWrite: false } };
    await using fork = await startGitHub({ tokens });
    const { exitCode, stderr } = await run(fork.apiUrl);
    assert.ok([0, 6].includes(exitCode ?? -1), stderr);
    assert.match(stderr, /^bench: a: .*(permission|may not|read)/m);
    assert.equal(fork.state.comments.length, 0);
  });
  it('loses nothing of two that run at once in one folder', async () => {
    const cwd = folderWith(QUICK);
    const argv = ['ci', 'run', '--history', 'history'];
    const endings = await Promise.all([runBench(argv, cwd), runBench(argv, cwd)]);
    for (const { exitCode, stderr } of endings) assert.ok(exitCode === 0 || exitCode === 6, stderr);
    const { ci, runs } = foldersOf(cwd);
    assert.deepEqual([ci.length, runs.length], [2, 2]);
    const kept = readdirSync(join(cwd, 'history', 'default')).sort();
    assert.deepEqual(kept, runs.map((id) => `${id}.json`).sort());
    for (const nth of [0, 1]) assert.equal(writtenBy(cwd, nth).all.status, 'complete');
  });
  it('keeps what there is when it is interrupted, and exits 130', async () => {
    const cwd = folderWith(
      'warmup: 0s\njobs: { a: { requests: 5 }, b: { duration: 60s }, c: {} }\n',
    );
    let watch: NodeJS.Timeout | undefined;
    const ending = await runBench(['ci', 'run', '--history', 'history'], cwd, (pid) => {
      watch = setInterval(() => {
        if (!secondsOfSecond(cwd)) return;
        clearInterval(watch);
        process.kill(pid, 'SIGINT');
      }, 50);
    });
    clearInterval(watch);
    assert.equal(ending.exitCode, 130, ending.stderr);
    const { all, jobs } = writtenBy(cwd);
    assert.equal(all.status, 'interrupted');
    assert.deepEqual(
      jobs.map(({ id }) => id !== null),
      [true, true, false],
    );
    assert.deepEqual(readdirSync(join(cwd, 'history')), ['a']);
  });
});
