import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { main } from '../../../src/cli/main.ts';
import { REFUSED } from '../../stand-ins/github/github-refusals.ts';
import { type GitHubStandIn, startGitHub } from '../../stand-ins/github/github-stand-in.ts';
import { type GitHubSettings, SHA, WORKFLOW } from '../../stand-ins/github/github-state.ts';
import { aComparison } from '../../support/a-comparison.ts';
import { aResult, gate } from '../../support/a-result.ts';
import { fakeOutside } from '../../support/fake-outside.ts';
import { githubJob, JOB_TOKEN } from '../../support/github-job.ts';
import { runBench } from '../../support/run-bench.ts';
import { storeDocument } from '../../support/stored-documents.ts';
import { stubHttpsServer } from '../../support/stub-https-server.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const MARKER = '<!-- inferbench:nightly -->';
const COMMENTS = '/repos/acme/models/issues/7/comments';

let folder = temporaryFolder();
beforeEach(() => {
  folder = temporaryFolder();
  storeDocument(folder.path, aResult({ labels: { job: 'nightly' } }));
});
afterEach(() => folder[Symbol.dispose]());

async function publish(
  github: GitHubStandIn,
  argv: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
) {
  const variables = githubJob(folder.path, github.apiUrl, env);
  const words = ['publish', '--github', ...argv];
  const { outside, written } = fakeOutside(words, { cwd: folder.path, env: variables });
  const exitCode = await main(outside);
  return tokenUnseen({ exitCode, ...written });
}

/** The same in a process of its own. */
async function publishProcess(github: GitHubStandIn, env: Readonly<Record<string, string>> = {}) {
  const variables = githubJob(folder.path, github.apiUrl, env);
  const never = () => undefined;
  return tokenUnseen(await runBench(['publish', '--github'], folder.path, never, variables));
}

function tokenUnseen<T extends { readonly stdout: string; readonly stderr: string }>(ending: T): T {
  assert.ok(!`${ending.stdout}${ending.stderr}`.includes(JOB_TOKEN), 'the token is never shown');
  return ending;
}

function withToken(over: Partial<typeof WORKFLOW>): Partial<GitHubSettings> {
  return { tokens: { [JOB_TOKEN]: { ...WORKFLOW, ...over } } };
}

function answersOf({ answered }: GitHubStandIn, method: string): string[] {
  return answered.filter((line) => line.startsWith(`${method} `));
}

describe('a comment on a pull request of GitHub', () => {
  it('is created, and edited in place the next time', async () => {
    await using github = await startGitHub();
    github.state.add('first!', 'somebody');
    const first = await publishProcess(github);
    assert.deepEqual([first.exitCode, first.stderr], [0, '']);
    assert.equal(
      first.stdout,
      'nightly: comment on pull request 7 created: https://github.example/acme/models/pull/7#issuecomment-1002\n',
    );
    const [, comment] = github.state.comments;
    assert.match(comment?.body ?? '', /^<!-- inferbench:nightly -->\n\n### ✅ Valid: p50 /);
    assert.match(
      comment?.body ?? '',
      /\(https:\/\/github\.example\/acme\/models\/actions\/runs\/99\)/,
    );

    const gates = [gate('p99<1ms', 9e6, 1e6, -8, false)];
    const worse = { ...aResult({ labels: { job: 'nightly' }, gates }), id: '20261124-000000-x' };
    storeDocument(folder.path, worse);
    const second = await publish(github);
    assert.match(second.stdout, /^nightly: comment on pull request 7 edited: /);
    assert.deepEqual(
      github.state.comments.map(({ id }) => id),
      [1001, 1002],
    );
    assert.match(
      github.state.comments[1]?.body ?? '',
      /^<!-- .* -->\n\n### ❌ Missed: p99<1ms: 9\.00 ms/,
    );
  });

  it('says when what was worse has recovered', async () => {
    await using github = await startGitHub();
    const gates = [gate('p99<1ms', 9e6, 1e6, -8, false)];
    const missed = storeDocument(folder.path, { ...aResult({ gates }), id: 'missed' });
    const good = storeDocument(folder.path, { ...aResult(), id: 'good' });
    const firstLine = async (id: string) => {
      await publish(github, [id, '--job', 'nightly']);
      return github.state.comments[0]?.body.split('\n')[2] ?? '';
    };
    assert.match(await firstLine(missed), /^### ❌ Missed: /);
    assert.match(await firstLine(good), /^### ✅ Recovered, valid: p50 /);
    assert.match(await firstLine(good), /^### ✅ Valid: p50 /);
  });

  it('is found on whatever page it is', async () => {
    await using github = await startGitHub();
    for (let nth = 0; nth < 250; nth += 1) github.state.add(`comment ${nth}`, 'somebody');
    const { id } = github.state.add(`${MARKER}\nold`);
    for (let nth = 0; nth < 60; nth += 1) github.state.add(`comment ${nth}`, 'somebody');
    const { stdout } = await publish(github);
    assert.match(stdout, new RegExp(`edited: .*-${id}\n$`));
    assert.deepEqual(answersOf(github, 'GET'), Array(4).fill(`GET ${COMMENTS} 200`));
    assert.deepEqual(answersOf(github, 'POST'), ['POST /graphql 200']);
  });

  it('is not looked for without end', async () => {
    await using github = await startGitHub();
    const headers = { link: `<${github.apiUrl}${COMMENTS}?page=2>; rel="next"` };
    const answer = { status: 200, headers, body: [] };
    github.troubles.push({ on: /GET .*comments/, times: 1000, answer });
    const { stderr } = await publish(github);
    assert.match(stderr, /no comment on pull request 7: GitHub lists comments without end/);
    assert.ok(github.answered.length <= 101, `${github.answered.length} calls`);
  });

  it('is never one that somebody else has written, nor one of another job', async () => {
    await using github = await startGitHub();
    const others = [
      github.state.add(`${MARKER}\nwritten by hand`, 'somebody'),
      github.state.add(`${MARKER}\nof a deleted account`, ''),
      github.state.add(`> ${MARKER}\n\nquoted by another workflow`),
      github.state.add('<!-- inferbench:nightly 2 -->\nother'),
    ].map((comment) => ({ ...comment }));
    const { stdout } = await publish(github);
    assert.match(stdout, /created/);
    assert.deepEqual(github.state.comments.slice(0, 4), others);
  });

  it('is found by the account of a personal token too', async () => {
    await using github = await startGitHub(withToken({ kind: 'personal', login: 'octocat' }));
    const { id } = github.state.add(`${MARKER}\nold`, 'octocat');
    assert.match((await publish(github)).stdout, new RegExp(`edited: .*-${id}\n$`));
  });

  it('is written anew where somebody deletes it in between', async () => {
    await using github = await startGitHub();
    const { id } = github.state.add(`${MARKER}\nold`);
    const first = () => void github.state.remove(id);
    github.troubles.push({ on: /^PATCH /, times: 1, first });
    const { exitCode, stdout } = await publish(github);
    assert.equal(exitCode, 0);
    assert.match(stdout, /created/);
    assert.equal(github.state.comments.length, 1);
  });

  it('stays one where two jobs write at once: the older stays, with the words of the later', async () => {
    await using github = await startGitHub();
    const first = () => void github.state.add(`${MARKER}\nof the rival`);
    github.troubles.push({ on: /^POST .*comments$/, times: 1, first });
    const { stdout } = await publish(github);
    assert.match(stdout, /edited/);
    assert.deepEqual(
      github.state.comments.map(({ id }) => id),
      [1001],
    );
    assert.match(github.state.comments[0]?.body ?? '', /### ✅ Valid/);
    assert.deepEqual(answersOf(github, 'DELETE'), [
      'DELETE /repos/acme/models/issues/comments/1002 204',
    ]);
  });

  it('leaves a younger duplicate to the job that wrote it', async () => {
    await using github = await startGitHub();
    const first = () => void github.state.add(`${MARKER}\nof a younger rival`);
    // After ours was written, and before they are listed again.
    const after = { on: /^GET .*comments$/, times: 1, first };
    github.troubles.push({ on: /^GET .*comments$/, times: 1 }, after);
    assert.match((await publish(github)).stdout, /created/);
    assert.equal(github.state.comments.length, 2);
    assert.deepEqual(answersOf(github, 'DELETE'), []);
  });

  it('is one when really two processes publish at once', async () => {
    await using github = await startGitHub();
    const endings = await Promise.all([1, 2, 3].map(() => publishProcess(github)));
    assert.deepEqual(
      endings.map(({ exitCode }) => exitCode),
      [0, 0, 0],
      endings[0]?.stderr,
    );
    assert.equal(github.state.comments.length, 1);
  });

  it('is tidied up: leftovers of broken-off jobs are named, and left alone', async () => {
    await using github = await startGitHub();
    github.state.add(`${MARKER}\nold`);
    github.state.add(`${MARKER}\nleft over`);
    assert.match(
      (await publish(github)).stdout,
      /edited; 1 more of it were left by broken-off jobs/,
    );
    assert.equal(github.state.comments.length, 2);
  });

  it('has a marker that no job can break out of', async () => {
    await using github = await startGitHub();
    for (let nth = 0; nth < 2; nth += 1)
      await publish(github, ['--job', 'a --> <img src=x> @team']);
    assert.equal(github.state.comments.length, 1);
    const [line = '', ...rest] = (github.state.comments[0]?.body ?? '').split('\n');
    assert.match(line, /^<!-- inferbench:[^<>@]* -->$/);
    assert.doesNotMatch(rest.join('\n'), /<img|[^>;]@team/);
  });

  it('is made for each job by itself', async () => {
    await using github = await startGitHub();
    const comparison = aComparison([1, 2].map((nth) => ({ ...aResult(), id: `r${nth}` })));
    const id = storeDocument(folder.path, { ...comparison, labels: { job: 'pair' } });
    const { stdout } = await publish(github, ['latest', id]);
    assert.match(stdout, /^nightly: .* created: .*\npair: .* created: .*\n$/);
    assert.deepEqual(
      github.state.comments.map(({ body }) => body.split('\n')[0]),
      [MARKER, '<!-- inferbench:pair -->'],
    );
  });

  it('is written to a GitHub Enterprise Server', async () => {
    await using github = await startGitHub({ prefix: '/api/v3' });
    github.state.add(`${MARKER}\nold`);
    assert.match((await publish(github)).stdout, /edited/);
    assert.ok(github.answered.includes('POST /api/graphql 200'));
  });

  it('is written to an imitation of GitHub that knows no GraphQL', async () => {
    await using github = await startGitHub(withToken({ kind: 'personal', login: 'octocat' }));
    github.state.add(`${MARKER}\nold`, 'octocat');
    github.troubles.push({
      on: /graphql/,
      times: 9,
      answer: { status: 404, body: 'no such page' },
    });
    assert.match((await publish(github)).stdout, /edited/);
    assert.ok(github.answered.includes('GET /user 200'));
  });
});

describe('which pull request and which commit', () => {
  it('may be said', async () => {
    await using github = await startGitHub({ pulls: { 7: SHA, 8: 'b'.repeat(40) } });
    const { stdout } = await publish(github, ['--pull-request', '8', '--status']);
    assert.match(stdout, /comment on pull request 8 created/);
    assert.equal(github.state.statuses[0]?.sha, 'b'.repeat(40));
  });

  it('of a job that was started by another workflow is that of the first', async () => {
    await using github = await startGitHub();
    const event = join(folder.path, 'run.json');
    const run = { head_sha: SHA, pull_requests: [{ number: 7 }] };
    writeFileSync(event, JSON.stringify({ workflow_run: run }));
    const env = { GITHUB_EVENT_PATH: event, GITHUB_REF: 'refs/heads/main' };
    const { stdout } = await publish(github, ['--status'], env);
    assert.match(
      stdout,
      /comment on pull request 7 created: .*\nnightly: commit status on a1b2c3d4e5f6\n/,
    );
  });

  it('of a workflow that a fork has started has to be at the commit that was measured', async () => {
    await using github = await startGitHub({ pulls: { 7: SHA, 8: 'b'.repeat(40) } });
    const event = join(folder.path, 'fork.json');
    writeFileSync(event, JSON.stringify({ workflow_run: { head_sha: SHA, pull_requests: [] } }));
    const env = { GITHUB_EVENT_PATH: event, GITHUB_REF: 'refs/heads/main' };
    assert.match((await publish(github, ['--pull-request', '7'], env)).stdout, /created/);
    const { exitCode, stderr } = await publish(github, ['--pull-request', '8', '--strict'], env);
    assert.equal(exitCode, 1);
    assert.match(
      stderr,
      /no comment on pull request 8: its newest commit is not the one that was measured, a1b2/,
    );
    assert.equal(github.state.comments.length, 1);
  });

  it('is none for a push: no comment, and no mistake', async () => {
    await using github = await startGitHub();
    const event = join(folder.path, 'push.json');
    writeFileSync(event, JSON.stringify({ ref: 'refs/heads/main' }));
    const env = { GITHUB_EVENT_PATH: event, GITHUB_REF: 'refs/heads/main', GITHUB_SHA: SHA };
    const { exitCode, stdout } = await publish(github, ['--status', '--strict'], env);
    assert.equal(exitCode, 0);
    assert.match(
      stdout,
      /no comment, this job is about no pull request\nnightly: commit status on a1b2/,
    );
    assert.deepEqual([github.state.comments.length, github.state.statuses.length], [0, 1]);
  });
});

describe('a commit status and a check run', () => {
  it('are set on the commit that was pushed, with a link', async () => {
    await using github = await startGitHub();
    const { exitCode, stderr } = await publish(github, ['--status', '--check']);
    assert.deepEqual([exitCode, stderr], [0, '']);
    const [status] = github.state.statuses;
    assert.deepEqual(
      [status?.state, status?.context, status?.sha, status?.target_url],
      ['success', 'bench: nightly', SHA, 'https://github.example/acme/models/actions/runs/99'],
    );
    assert.match(status?.description ?? '', /^valid: p50 .*; its condition is met$/);
    const [check] = github.state.checks;
    assert.deepEqual([check?.conclusion, check?.head_sha], ['success', SHA]);
  });

  it('are neutral for what could not be told, and a failure for a regression', async () => {
    await using github = await startGitHub();
    const pair = aComparison([1, 2].map((nth) => ({ ...aResult(), id: `r${nth}` })));
    const unsure = storeDocument(folder.path, pair);
    await publish(github, [unsure, '--check', '--status']);
    assert.equal(github.state.checks[0]?.conclusion, 'neutral');
    assert.equal(github.state.statuses[0]?.state, 'success');
    const gates = [gate('p99<1ms', 9e6, 1e6, -8, false)];
    const missed = storeDocument(folder.path, { ...aResult({ gates }), id: 'missed' });
    await publish(github, [missed, '--check', '--status']);
    assert.equal(github.state.checks[1]?.conclusion, 'failure');
    assert.equal(github.state.statuses[1]?.state, 'failure');
  });

  it('keep to the lengths that GitHub allows', async () => {
    await using github = await startGitHub();
    const results = Array.from({ length: 30 }, (_, nth) =>
      storeDocument(folder.path, { ...aResult(), id: `r${nth}` }),
    );
    const { stderr } = await publish(github, [
      ...results,
      '--status',
      '--check',
      '--job',
      'x'.repeat(300),
    ]);
    assert.equal(stderr, '');
    assert.equal(github.state.checks.length, 1);
    assert.ok((github.state.comments[0]?.body.length ?? 0) > 40_000);
  });

  it('a check run needs an app: the rest is done, and it is said', async () => {
    await using github = await startGitHub(withToken({ kind: 'personal', login: 'octocat' }));
    const { exitCode, stdout, stderr } = await publish(github, ['--check']);
    assert.equal(exitCode, 0);
    assert.match(stdout, /comment on pull request 7 created/);
    assert.match(
      stderr,
      /^bench: warning: nightly: no check run: .*You must authenticate via a GitHub App/,
    );
  });
});

describe('a job that may not write', () => {
  const summaryOf = () => readFileSync(join(folder.path, 'summary.md'), 'utf8');
  const summary = () => {
    writeFileSync(join(folder.path, 'summary.md'), '');
    return { GITHUB_STEP_SUMMARY: join(folder.path, 'summary.md') };
  };

  it('of a fork writes the summary, keeps the text and says so in a line: exit code 0', async () => {
    await using github = await startGitHub(withToken({ mayWrite: false }));
    const { exitCode, stdout, stderr } = await publishProcess(github, summary());
    assert.equal(exitCode, 0);
    assert.match(
      stderr,
      /^bench: warning: nightly: no comment on pull request 7: GitHub refuses to write a comment: 403: Resource not accessible by integration; a job of a fork has no permission to write.*\n$/,
    );
    assert.match(
      stdout,
      /^nightly: in the job summary\ntext written to .*unpublished-nightly\.md\n$/,
    );
    assert.match(summaryOf(), /### ✅ Valid/);
  });

  it('exits 1 with --strict', async () => {
    await using github = await startGitHub(withToken({ mayWrite: false }));
    assert.equal((await publish(github, ['--strict'])).exitCode, 1);
  });

  it('of a private repository sees nothing there: 404', async () => {
    await using github = await startGitHub({ isPrivate: true, ...withToken({ mayRead: false }) });
    const { exitCode, stderr } = await publish(github, [], summary());
    assert.equal(exitCode, 0);
    assert.match(stderr, /404: Not Found; either it is not there or the token may not see it/);
    assert.match(summaryOf(), /### ✅ Valid/);
  });

  it('has no token at all: the same', async () => {
    await using github = await startGitHub();
    const { exitCode, stderr } = await publish(github, [], { GITHUB_TOKEN: '', ...summary() });
    assert.equal(exitCode, 0);
    assert.match(stderr, /^bench: warning: nightly: .*GITHUB_TOKEN and GH_TOKEN are not set/);
    assert.deepEqual(github.answered, []);
    assert.match(summaryOf(), /### ✅ Valid/);
  });

  it('has a token that is wrong or has expired: 401, once', async () => {
    await using github = await startGitHub({ tokens: {} });
    const { exitCode, stderr } = await publish(github);
    assert.equal(exitCode, 0);
    assert.match(stderr, /401: Bad credentials; is GITHUB_TOKEN right/);
    assert.equal(github.answered.length, 1);
  });

  it('takes GH_TOKEN where there is no other', async () => {
    await using github = await startGitHub();
    const { stdout } = await publish(github, [], { GITHUB_TOKEN: '', GH_TOKEN: JOB_TOKEN });
    assert.match(stdout, /created/);
  });
});

describe('GitHub in trouble', () => {
  it('cuts the text more where GitHub finds it too long, and tries once', async () => {
    await using github = await startGitHub({ longestBody: 35_000 });
    const results = Array.from({ length: 30 }, (_, nth) =>
      storeDocument(folder.path, { ...aResult(), id: `r${nth}` }),
    );
    const { exitCode, stdout, stderr } = await publish(github, [...results, '--job', 'many']);
    assert.deepEqual([exitCode, stderr], [0, '']);
    assert.match(stdout, /created/);
    assert.match(github.state.comments[0]?.body ?? '', /Left out to stay below the size limit/);

    await using stingy = await startGitHub({ longestBody: 100 });
    const refused = await publish(stingy, ['--strict']);
    assert.equal(refused.exitCode, 1);
    assert.match(refused.stderr, /422: Validation Failed: .*Body is too long \(maximum is 100/);
    assert.equal(answersOf(stingy, 'POST').length, 2);
  });

  it('waits as long as a secondary rate limit asks for, and says so', async () => {
    await using github = await startGitHub();
    for (const status of [403, 429] as const) {
      const { answer } = REFUSED.secondaryLimit(1, status);
      github.troubles.push({ on: /^(POST|PATCH) .*comments/, times: 1, answer });
    }
    const { exitCode, stdout, stderr } = await publish(github);
    assert.equal(exitCode, 0);
    assert.match(stdout, /created/);
    assert.equal(stderr, 'bench: GitHub does not answer now: again in 1 s\n'.repeat(2));
  });

  it('does not wait for hours', async () => {
    await using github = await startGitHub();
    const { answer } = REFUSED.secondaryLimit(3600);
    github.troubles.push({ on: /^POST .*comments$/, times: 9, answer });
    const { exitCode, stderr } = await publish(github, ['--strict']);
    assert.equal(exitCode, 1);
    assert.match(stderr, /403: You have exceeded a secondary rate limit.*; run again later/);
    assert.equal(answersOf(github, 'POST').length, 1);
  });

  it('does not wait for a limit that is used up for an hour', async () => {
    await using github = await startGitHub();
    const { answer } = REFUSED.usedUp(Math.floor(Date.now() / 1000) + 3600);
    github.troubles.push({ on: /^GET .*comments$/, times: 9, answer });
    const { stderr } = await publish(github);
    assert.match(stderr, /API rate limit exceeded.*; run again later/);
  });

  it('tries again after a server error where that is safe', async () => {
    await using github = await startGitHub();
    github.troubles.push({ on: /^GET .*comments$/, times: 1, answer: { status: 502, body: {} } });
    assert.match((await publish(github)).stdout, /created/);
  });

  it('looks for a comment whose answer was lost, and does not write it twice', async () => {
    await using github = await startGitHub();
    github.troubles.push({ on: /^POST .*comments$/, times: 1, cut: 'after' });
    const { exitCode, stderr } = await publish(github);
    assert.deepEqual([exitCode, stderr], [0, '']);
    assert.deepEqual(answersOf(github, 'POST'), [`POST ${COMMENTS} 0`, 'POST /graphql 200']);
    assert.equal(github.state.comments.length, 1);
  });

  it('writes a comment that never arrived', async () => {
    await using github = await startGitHub();
    github.troubles.push({ on: /^POST .*comments$/, times: 1, cut: 'before' });
    assert.match((await publish(github)).stdout, /created/);
    assert.equal(github.state.comments.length, 1);
  });

  it('gone in the middle: what was done, what was not, and where the text is', async () => {
    await using github = await startGitHub();
    github.troubles.push({ on: /statuses/, times: 9, cut: 'before' });
    const { exitCode, stdout, stderr } = await publish(github, ['--status']);
    assert.equal(exitCode, 0);
    assert.match(stdout, /^nightly: comment on pull request 7 created: .*\n$/);
    assert.match(
      stderr,
      /^bench: warning: nightly: no commit status: GitHub was asked to set a commit status: no server at http:\/\/127\.0\.0\.1:\d+.*; run the same bench publish again.*\n$/,
    );
  });

  it('not there at all: the text is kept as a file', async () => {
    const github = await startGitHub();
    await github[Symbol.asyncDispose]();
    const { exitCode, stdout, stderr } = await publish(github, ['--strict']);
    assert.equal(exitCode, 1);
    assert.match(
      stderr,
      /^bench: warning: nightly: no comment on pull request 7: GitHub was asked to list the comments/,
    );
    const kept = join(folder.path, 'reports', 'unpublished-nightly.md');
    assert.equal(stdout, `text written to ${kept}\n`);
    assert.match(readFileSync(kept, 'utf8'), /^<!-- inferbench:nightly -->\n/);
    assert.ok(!readdirSync(folder.path).includes('unpublished-nightly.md'));
  });

  it('with a certificate that does not verify gets no token', async () => {
    await using github = await startGitHub();
    await using secure = await stubHttpsServer();
    const { exitCode, stderr } = await publish(github, [], { GITHUB_API_URL: secure.url });
    assert.equal(exitCode, 0);
    assert.match(
      stderr,
      /no secure connection to .*; name the certificate authority with NODE_EXTRA_CA_CERTS/,
    );
    assert.equal(secure.requests, 0);
  });

  it('never shows the token, also where a server repeats it', async () => {
    await using github = await startGitHub();
    const message = `what do you want with ${JOB_TOKEN}?`;
    github.troubles.push({ on: /./, times: 9, answer: { status: 403, body: { message } } });
    const { stdout, stderr } = await publish(github);
    assert.match(stderr, /what do you want with \(hidden\)\?/);
    assert.doesNotMatch(stdout, /ghs_/);
  });

  it('something else than GitHub is told from it', async () => {
    for (const body of [{ hello: 'world' }, '<html>Sign in</html>', null]) {
      await using github = await startGitHub();
      github.troubles.push({ on: /./, times: 9, answer: { status: 200, body } });
      const { exitCode, stderr } = await publish(github);
      assert.equal(exitCode, 0);
      assert.match(stderr, /answered something else than GitHub does/);
    }
  });

  it('never takes the token to another address that a page names', async () => {
    await using github = await startGitHub();
    await using stranger = await startGitHub();
    const headers = { link: `<${stranger.apiUrl}/next?page=2>; rel="next"` };
    github.troubles.push({
      on: /GET .*comments/,
      times: 9,
      answer: { status: 200, headers, body: [] },
    });
    const { stderr } = await publish(github);
    assert.deepEqual(stranger.answered, []);
    assert.match(stderr, /names its next page at http:\S+; nothing was sent there/);
  });

  it('never takes a redirect for a call that was carried out', async () => {
    await using github = await startGitHub();
    github.troubles.push({ on: /./, times: 9, answer: { status: 307, body: {} } });
    const { stdout, stderr } = await publish(github, ['--status']);
    assert.doesNotMatch(stdout, /commit status on/);
    assert.match(stderr, /no comment on pull request 7: GitHub says that it is elsewhere \(307\)/);
    assert.match(stderr, /no commit status: GitHub says that it is elsewhere \(307\)/);
  });

  it('shows no address of a comment that repeats the token, or is none', async () => {
    for (const html_url of [`https://e.example/?t=${JOB_TOKEN}`, 'javascript:alert(1)']) {
      await using github = await startGitHub();
      const body = { id: 1, body: 'x', user: { login: 'me' }, html_url };
      github.troubles.push({ on: /POST .*comments/, times: 1, answer: { status: 201, body } });
      const { stdout } = await publish(github);
      assert.match(stdout, /comment on pull request 7 created\n/);
    }
  });
});
