import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { CiRequest } from '../../../../src/app/ci/ci-request.ts';
import { checkPublishing, publishJobs } from '../../../../src/app/ci/publish-jobs.ts';
import { aJob, jobsOf } from '../../../support/job-outcomes.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const NOWHERE = { forges: [], jobSummary: false, status: false, check: false, reportUrl: null };
const UNMEASURED = aJob({ name: 'gone', result: null, exitCode: 3 });

function requestOf(publishing: Partial<CiRequest['publishing']>): CiRequest {
  return {
    ...{ jobs: [], historyFolder: null, addsToHistory: false, isStrict: false },
    ...{ junitFile: null, summaryFile: null, jsonFile: null },
    publishing: { ...NOWHERE, ...publishing },
  };
}

async function publish(publishing: Partial<CiRequest['publishing']>, env: Record<string, string>) {
  const warnings: string[] = [];
  const events = {
    onJob: () => undefined,
    onWarning: (message: string) => void warnings.push(message),
  };
  const surroundings = { cwd: '/', env, toolVersion: '9' };
  const outcome = jobsOf([UNMEASURED]);
  const isDone = await publishJobs(requestOf(publishing), outcome, surroundings, events);
  return { isDone, warnings };
}

describe('jobs that are shown', () => {
  it('say that a comment is out of date where nothing could be measured', async () => {
    const { isDone, warnings } = await publish({ forges: ['GitHub'] }, {});
    assert.deepEqual(
      [isDone, warnings],
      [true, ['gone: nothing was measured, its comment stays as it was']],
    );
  });
  it('are in the summary of the job all the same', async () => {
    using folder = temporaryFolder();
    const file = join(folder.path, 'summary.md');
    writeFileSync(file, '');
    const { isDone } = await publish({ jobSummary: true }, { GITHUB_STEP_SUMMARY: file });
    assert.equal(isDone, true);
    assert.match(readFileSync(file, 'utf8'), /## gone: no server/);
  });
  it('say that there is no room in the summary, or no such file', async () => {
    using folder = temporaryFolder();
    const file = join(folder.path, 'summary.md');
    writeFileSync(file, 'x'.repeat(2 ** 20));
    const { isDone, warnings } = await publish({ jobSummary: true }, { GITHUB_STEP_SUMMARY: file });
    assert.equal(isDone, false);
    assert.match(warnings[0] ?? '', /job summary was not written: .*1 MiB is the limit/);
  });
});

describe('wishes to publish that cannot be meant', () => {
  it('are refused before anything is measured', () => {
    const check = (over: Partial<CiRequest['publishing']>) => () =>
      checkPublishing(requestOf(over), { env: {} });
    assert.throws(check({ status: true }), { code: 'usage' });
    assert.throws(check({ jobSummary: true }), { code: 'usage', message: /GITHUB_STEP_SUMMARY/ });
    assert.throws(check({ forges: ['GitLab'], check: true }), { code: 'usage' });
    assert.doesNotThrow(check({}));
  });
});
