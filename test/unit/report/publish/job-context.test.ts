import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { githubContext } from '../../../../src/report/publish/github-context.ts';
import { gitlabContext } from '../../../../src/report/publish/gitlab-context.ts';

const HEAD = 'a'.repeat(40);

describe('what a job of GitHub Actions is about', () => {
  const of = (event: unknown, env = {}) => {
    const variables = { GITHUB_SHA: 'b'.repeat(40), GITHUB_REF: 'refs/heads/main', ...env };
    const { request, sha, isJob } = githubContext(variables, JSON.stringify(event));
    return { request, sha: sha?.slice(0, 1), isJob };
  };

  it('is the pull request of its event, and the commit that was pushed to it', () => {
    const event = { pull_request: { number: 12, head: { sha: HEAD } } };
    assert.deepEqual(of(event), { request: 12, sha: 'a', isJob: true });
  });

  it('is that of the workflow that started it', () => {
    const run = { head_sha: HEAD, pull_requests: [{ number: 12 }] };
    assert.deepEqual(of({ workflow_run: run }), { request: 12, sha: 'a', isJob: true });
    const ofFork = { head_sha: HEAD, pull_requests: [] };
    assert.deepEqual(of({ workflow_run: ofFork }), { request: null, sha: 'a', isJob: true });
  });

  it('is the pull request that was commented on, and no issue', () => {
    const ofPull = { issue: { number: 12, pull_request: { url: 'https://x.example' } } };
    assert.equal(of(ofPull).request, 12);
    assert.equal(of({ issue: { number: 12 } }).request, null);
  });

  it('is told by the ref where the event does not say', () => {
    assert.equal(of({}, { GITHUB_REF: 'refs/pull/12/merge' }).request, 12);
  });

  it('is none for a push, and for an event that is something else', () => {
    for (const event of [{ ref: 'x' }, [], null, { pull_request: { number: '12; rm' } }]) {
      assert.deepEqual(of(event), { request: null, sha: 'b', isJob: true });
    }
    assert.equal(githubContext({}, 'no JSON').request, null);
  });

  it('is no job at all where no event is named', () => {
    assert.deepEqual(githubContext({}, null), {
      apiUrl: 'https://api.github.com',
      project: null,
      request: null,
      isJob: false,
      sha: null,
      startedBy: null,
      runUrl: null,
    });
  });
});

describe('what a job of GitLab is about', () => {
  it('is the merge request of its pipeline, in the project that it wants to change', () => {
    const env = {
      ...{ GITLAB_CI: 'true', CI_API_V4_URL: 'https://git.example/api/v4', CI_PROJECT_ID: '1' },
      ...{ CI_MERGE_REQUEST_IID: '12', CI_MERGE_REQUEST_PROJECT_ID: '2', CI_COMMIT_SHA: 'merge' },
      ...{ CI_MERGE_REQUEST_SOURCE_BRANCH_SHA: HEAD, CI_JOB_URL: 'https://git.example/-/jobs/5' },
    };
    assert.deepEqual(gitlabContext(env), {
      apiUrl: 'https://git.example/api/v4',
      project: '2',
      request: 12,
      isJob: true,
      sha: HEAD,
      startedBy: null,
      runUrl: 'https://git.example/-/jobs/5',
    });
  });

  it('is none for a push', () => {
    const { request, sha } = gitlabContext({ CI_COMMIT_SHA: HEAD, CI_MERGE_REQUEST_IID: '' });
    assert.deepEqual([request, sha], [null, HEAD]);
  });
});
