import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { main } from '../../../src/cli/main.ts';
import {
  BOT,
  GITLAB_SHA,
  type GitLabStandIn,
  startGitLab,
  tooManyRequests,
} from '../../stand-ins/gitlab/gitlab-stand-in.ts';
import { aResult, gate } from '../../support/a-result.ts';
import { fakeOutside } from '../../support/fake-outside.ts';
import { runBench } from '../../support/run-bench.ts';
import { storeDocument } from '../../support/stored-documents.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const MARKER = '<!-- inferbench:nightly -->';
const TOKEN = 'glpat-a-token-of-a-bot';

let folder = temporaryFolder();
beforeEach(() => {
  folder = temporaryFolder();
  storeDocument(folder.path, aResult({ labels: { job: 'nightly' } }));
});
afterEach(() => folder[Symbol.dispose]());

/** The variables of a job of a merge request. */
function job({ apiUrl }: GitLabStandIn): Record<string, string> {
  return {
    ...{ GITLAB_CI: 'true', CI_API_V4_URL: apiUrl, CI_PROJECT_ID: '42', CI_JOB_ID: '5' },
    ...{ CI_MERGE_REQUEST_IID: '7', CI_COMMIT_SHA: GITLAB_SHA, GITLAB_TOKEN: TOKEN },
    CI_JOB_URL: 'https://gitlab.example/acme/models/-/jobs/5',
  };
}

async function publish(
  gitlab: GitLabStandIn,
  argv: readonly string[] = [],
  over: Readonly<Record<string, string>> = {},
) {
  const words = ['publish', '--gitlab', ...argv];
  const env = { ...job(gitlab), ...over };
  const { outside, written } = fakeOutside(words, { cwd: folder.path, env });
  const exitCode = await main(outside);
  assert.ok(!`${written.stdout}${written.stderr}`.includes('glpat-'), 'the token is never shown');
  return { exitCode, ...written };
}

describe('a note on a merge request of GitLab', () => {
  it('is created, and edited in place the next time, by the command itself', async () => {
    await using gitlab = await startGitLab();
    const run = () =>
      runBench(['publish', '--gitlab'], folder.path, undefined, {
        ...job(gitlab),
        ...{ GITHUB_EVENT_PATH: '', GITHUB_RUN_ID: '', GITHUB_STEP_SUMMARY: '' },
      });
    const first = await run();
    assert.deepEqual([first.exitCode, first.stderr], [0, '']);
    assert.equal(first.stdout, 'nightly: comment on merge request 7 created\n');
    const [note] = gitlab.notes;
    assert.match(note?.body ?? '', /^<!-- inferbench:nightly -->\n\n### ✅ Valid: p50 /);
    assert.match(note?.body ?? '', /\(https:\/\/gitlab\.example\/acme\/models\/-\/jobs\/5\)/);
    assert.equal((await run()).stdout, 'nightly: comment on merge request 7 edited\n');
    assert.equal(gitlab.notes.length, 1);
  });

  it('is found on whatever page it is', async () => {
    await using gitlab = await startGitLab();
    for (let nth = 0; nth < 250; nth += 1) gitlab.add(`note ${nth}`, 'somebody');
    const { id } = gitlab.add(`${MARKER}\nold`);
    for (let nth = 0; nth < 60; nth += 1) gitlab.add(`note ${nth}`, 'somebody');
    assert.match((await publish(gitlab)).stdout, /edited/);
    assert.match(gitlab.notes.find((note) => note.id === id)?.body ?? '', /Valid/);
    assert.equal(gitlab.answered.filter((line) => /^GET .*notes 200/.test(line)).length, 4);
  });

  it('is not looked for without end', async () => {
    await using gitlab = await startGitLab();
    for (let page = 2; page < 120; page += 1) {
      const headers = { 'x-next-page': String(page) };
      gitlab.troubles.push({
        on: /GET .*notes/,
        times: 1,
        answer: { status: 200, headers, body: [] },
      });
    }
    const { stderr } = await publish(gitlab);
    assert.match(stderr, /no comment on merge request 7: GitLab lists comments without end/);
    assert.equal(gitlab.answered.length, 100);
  });

  it('is never one of somebody else, or of GitLab itself', async () => {
    await using gitlab = await startGitLab();
    gitlab.add(`${MARKER}\nby hand`, 'somebody');
    gitlab.add(`${MARKER}\nchanged the title`, BOT.username, true);
    assert.match((await publish(gitlab)).stdout, /created/);
    assert.deepEqual(
      gitlab.notes.map(({ body }) => /Valid/.test(body)),
      [false, false, true],
    );
  });

  it('is written anew where somebody deletes it in between', async () => {
    await using gitlab = await startGitLab();
    const { id } = gitlab.add(`${MARKER}\nold`);
    gitlab.troubles.push({ on: /^PUT /, times: 1, first: () => gitlab.remove(id) });
    assert.match((await publish(gitlab)).stdout, /created/);
    assert.equal(gitlab.notes.length, 1);
  });

  it('stays one where two jobs write at once', async () => {
    await using gitlab = await startGitLab();
    const first = () => void gitlab.add(`${MARKER}\nof the rival`);
    gitlab.troubles.push({ on: /^POST .*notes$/, times: 1, first });
    assert.match((await publish(gitlab)).stdout, /edited/);
    assert.deepEqual(
      gitlab.notes.map(({ id }) => id),
      [301],
    );
  });

  it('of a fork goes to the project that the merge request wants to change', async () => {
    await using gitlab = await startGitLab({ project: 'acme/models' });
    const over = { CI_PROJECT_ID: '99', CI_MERGE_REQUEST_PROJECT_ID: 'acme/models' };
    assert.match((await publish(gitlab, [], over)).stdout, /created/);
  });

  it('is none where the job is about no merge request', async () => {
    await using gitlab = await startGitLab();
    const { exitCode, stdout } = await publish(gitlab, ['--strict'], { CI_MERGE_REQUEST_IID: '' });
    assert.equal(exitCode, 0);
    assert.match(stdout, /no comment, this job is about no merge request/);
    assert.deepEqual(gitlab.answered, []);
  });

  it('is not cut where GitHub would want it cut', async () => {
    await using gitlab = await startGitLab();
    const results = Array.from({ length: 30 }, (_, nth) =>
      storeDocument(folder.path, { ...aResult(), id: `r${nth}` }),
    );
    assert.equal((await publish(gitlab, [...results, '--job', 'many'])).stderr, '');
    assert.ok((gitlab.notes[0]?.body.length ?? 0) > 65_536);
    assert.doesNotMatch(gitlab.notes[0]?.body ?? '', /Left out/);
  });
});

describe('a commit status of GitLab', () => {
  it('is set, changed, and left as it is where it is so already', async () => {
    await using gitlab = await startGitLab();
    const status = () => gitlab.statuses.get('bench: nightly');
    await publish(gitlab, ['--status']);
    assert.deepEqual([status()?.state, status()?.sha], ['success', GITLAB_SHA]);
    const again = await publish(gitlab, ['--status', '--strict']);
    assert.deepEqual([again.exitCode, again.stderr], [0, '']);
    const gates = [gate('p99<1ms', 9e6, 1e6, -8, false)];
    const missed = aResult({ labels: { job: 'nightly' }, gates });
    storeDocument(folder.path, { ...missed, id: '20261124-000000-x' });
    await publish(gitlab, ['--status']);
    assert.equal(status()?.state, 'failed');
  });

  it('says so where GitLab does not let it change', async () => {
    await using gitlab = await startGitLab();
    const message = 'Cannot transition status via :succeed from :failed (Reason(s): …)';
    gitlab.troubles.push({ on: /statuses/, times: 1, answer: { status: 400, body: { message } } });
    const { stderr } = await publish(gitlab, ['--status']);
    assert.match(stderr, /no commit status: GitLab refuses to set a commit status: 400/);
  });
});

describe('a job of GitLab that may not write', () => {
  const withToken = (over: Partial<typeof BOT>) => ({ tokens: { [TOKEN]: { ...BOT, ...over } } });

  it('has only a token of the job: a clear line, the text as a file, exit code 0', async () => {
    const tokens = { 'a-token-of-the-job': { ...BOT, kind: 'job' as const } };
    await using gitlab = await startGitLab({ tokens });
    const over = { GITLAB_TOKEN: '', CI_JOB_TOKEN: 'a-token-of-the-job' };
    const { exitCode, stdout, stderr } = await publish(gitlab, [], over);
    assert.equal(exitCode, 0);
    assert.match(
      stderr,
      /^bench: warning: nightly: no comment on merge request 7: .*401 Unauthorized; GITLAB_TOKEN has to be an access token.*\n$/,
    );
    assert.match(stdout, /^text written to .*unpublished-nightly\.md\n$/);
    assert.match(
      readFileSync(join(folder.path, 'reports/unpublished-nightly.md'), 'utf8'),
      /Valid/,
    );
    assert.equal((await publish(gitlab, ['--strict'], over)).exitCode, 1);
  });

  it('has no token, as in a fork', async () => {
    await using gitlab = await startGitLab();
    const { exitCode, stderr } = await publish(gitlab, [], { GITLAB_TOKEN: '' });
    assert.equal(exitCode, 0);
    assert.match(stderr, /GITLAB_TOKEN is not set; .*forks do not get the variables of a project/);
  });

  it('has a token that is wrong, may not write, or may not see the project', async () => {
    const cases = [
      [{ tokens: {} }, /401: 401 Unauthorized; is GITLAB_TOKEN right/],
      [withToken({ mayWrite: false }), /403: 403 Forbidden; GITLAB_TOKEN has to be/],
      [withToken({ mayRead: false }), /404: 404 Project Not Found; either it is not there/],
    ] as const;
    for (const [settings, words] of cases) {
      await using gitlab = await startGitLab(settings);
      const { exitCode, stderr } = await publish(gitlab);
      assert.equal(exitCode, 0);
      assert.match(stderr, words);
    }
  });
});

describe('GitLab in trouble', () => {
  it('is waited for as long as it asks', async () => {
    await using gitlab = await startGitLab();
    gitlab.troubles.push({ on: /^POST .*notes$/, times: 2, answer: tooManyRequests(1) });
    const { stdout, stderr } = await publish(gitlab);
    assert.match(stdout, /created/);
    assert.equal(stderr, 'bench: GitLab does not answer now: again in 1 s\n'.repeat(2));
  });

  it('is not waited for for hours', async () => {
    await using gitlab = await startGitLab();
    gitlab.troubles.push({ on: /^POST .*notes$/, times: 9, answer: tooManyRequests(3600) });
    const { exitCode, stderr } = await publish(gitlab, ['--strict']);
    assert.equal(exitCode, 1);
    assert.match(stderr, /429: 429 Too Many Requests; run again later/);
    assert.equal(gitlab.answered.filter((line) => /^POST /.test(line)).length, 1);
  });

  it('is asked again after a server error, where that is safe', async () => {
    await using gitlab = await startGitLab();
    gitlab.troubles.push({ on: /^GET .*notes$/, times: 1, answer: { status: 502, body: {} } });
    assert.match((await publish(gitlab)).stdout, /created/);
  });

  it('has a note once, also where its answer was lost', async () => {
    await using gitlab = await startGitLab();
    gitlab.troubles.push({ on: /^POST .*notes$/, times: 1, cut: 'after' });
    const { exitCode, stderr } = await publish(gitlab);
    assert.deepEqual([exitCode, stderr], [0, '']);
    assert.equal(gitlab.notes.length, 1);
  });

  it('gets a shorter text where it finds it too long, once', async () => {
    await using gitlab = await startGitLab({ longestNote: 10 });
    const { stderr } = await publish(gitlab);
    assert.match(stderr, /400: 400 Bad request - Note .*is too long \(maximum is 10 characters\)/);
    assert.equal(gitlab.answered.filter((line) => /^POST /.test(line)).length, 2);
  });

  it('may repeat the token, which is not shown', async () => {
    await using gitlab = await startGitLab();
    const message = { base: [`who is ${TOKEN}?`] };
    gitlab.troubles.push({ on: /./, times: 9, answer: { status: 403, body: { message } } });
    assert.match((await publish(gitlab)).stderr, /who is \(hidden\)\?/);
  });

  it('may be something else', async () => {
    await using gitlab = await startGitLab();
    gitlab.troubles.push({ on: /./, times: 9, answer: { status: 200, body: { hello: 'world' } } });
    assert.match((await publish(gitlab)).stderr, /is no GitLab/);
  });
});
