import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { CiRequest } from '../../../../src/app/ci/ci-request.ts';
import { keepInHistory } from '../../../../src/app/ci/keep-in-history.ts';
import { type Job, parseJobs } from '../../../../src/contract/jobs/parse-jobs.ts';
import { nightly } from '../../../support/history-entries.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const REQUEST: CiRequest = {
  ...{ jobs: [], historyFolder: 'history', addsToHistory: true, isStrict: false },
  ...{ junitFile: null, summaryFile: null, jsonFile: null },
  publishing: { forges: [], jobSummary: false, status: false, check: false, reportUrl: null },
};

function aJobNamed(matrix: object): Job {
  const file = { values: { jobs: { a: { matrix } } }, placeOf: () => 'f:1' };
  const [job] = parseJobs(file, { values: {}, nameOf: (key) => key });
  return job ?? assert.fail();
}

describe('a run that is kept', () => {
  const keep = (cwd: string, night: number) =>
    keepInHistory(aJobNamed({ url: ['http://a/b'] }), nightly(night), REQUEST, {
      ...{ cwd, nowEpochMs: () => 0 },
    });
  it('goes into the series of its job, whatever is in the name', async () => {
    using folder = temporaryFolder();
    assert.equal(await keep(folder.path, 1), null);
    const [series = ''] = readdirSync(join(folder.path, 'history'));
    assert.equal(decodeURIComponent(series), 'a (url=http://a/b)');
  });
  it('says so where the history is ahead of it: a clock is wrong, or two machines ran at once', async () => {
    using folder = temporaryFolder();
    await keep(folder.path, 5);
    assert.match(
      (await keep(folder.path, 4)) ?? '',
      /has a later entry, .*: two machines .* clock/,
    );
  });
});
