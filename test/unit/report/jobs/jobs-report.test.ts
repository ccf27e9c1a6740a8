import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { jobsHeadline } from '../../../../src/report/jobs/job-words.ts';
import { jobsJson } from '../../../../src/report/jobs/jobs-json.ts';
import { jobsJunit } from '../../../../src/report/jobs/jobs-junit.ts';
import { jobsMarkdown, jobsText } from '../../../../src/report/jobs/jobs-report.ts';
import { assertGolden } from '../../../support/golden.ts';
import { aJob, jobsOf, someJobs } from '../../../support/job-outcomes.ts';

const LOOK = { color: false, width: 100 };

describe('all jobs of a run', () => {
  it('are a summary in Markdown: every gate with limit, value and margin', () => {
    assertGolden('jobs.md', jobsMarkdown(someJobs()));
  });
  it('are left out from the end where there is no room, and that is said', () => {
    const short = jobsMarkdown(someJobs(), (text) => text.length < 3000);
    assert.ok(short.length < 3000);
    assert.match(short, /^## gates: failed$/m);
    assert.match(short, /\n\*Left out to stay below the size limit: the last \d jobs\.\*\n$/);
    const least = jobsMarkdown(someJobs(), () => false);
    assert.match(least, /^\| late +\| not measured/m);
    assert.match(least, /the last 7 jobs/);
  });
  it('are a summary on a terminal', () => {
    const files = ['/builds/reports/ci-1/summary.md'];
    assertGolden('jobs.txt', jobsText(someJobs(), { ...LOOK, files }));
  });
  it('are test results', () => assertGolden('jobs.junit.xml', jobsJunit(someJobs(), false)));
  it('are counted in one line that stays one line', () => {
    assert.equal(jobsHeadline(jobsOf([aJob()])), '1 of 1 job passed.');
    const failed = Array.from({ length: 9 }, (_, nth) => aJob({ name: `j${nth}`, exitCode: 1 }));
    assert.equal(
      jobsHeadline(jobsOf(failed)),
      '0 of 9 jobs passed; j0 failed; j1 failed; j2 failed; and 6 more.',
    );
  });
});

describe('the test results of all jobs', () => {
  const outcomesOf = (xml: string) => (word: string) => xml.split(`<${word} `).length - 1;
  it('skip what could not be told, and fail it when that is strict', () => {
    const { jobs } = someJobs();
    const untold = jobsOf(jobs.filter(({ name }) => name === 'untold'));
    const [lax, strict] = [false, true].map((isStrict) => outcomesOf(jobsJunit(untold, isStrict)));
    assert.deepEqual([lax?.('skipped'), lax?.('failure')], [3, 0]);
    assert.deepEqual([strict?.('skipped'), strict?.('failure')], [0, 3]);
  });
  it('have a failure or an error for every job that did not pass, and for no other', () => {
    for (const job of someJobs().jobs) {
      const count = outcomesOf(jobsJunit(jobsOf([job]), false));
      assert.equal(count('failure') + count('error') > 0, job.exitCode !== 0, job.name);
    }
  });
});

describe('ci.json', () => {
  it('says of each job how it ended, why, and where its result lies', () => {
    const written = jobsJson(someJobs(), {
      toolVersion: '9.9.9',
      status: 'complete',
      folder: '/r',
    });
    const { jobs, ...all } = JSON.parse(written);
    assert.deepEqual([all.kind, all.status, all.exitCode], ['ci-run', 'complete', 130]);
    const [first, gates, slower, , , server] = jobs;
    assert.deepEqual([first.outcome, first.verdict, first.problem], ['passed', 'valid', null]);
    assert.ok(first.p50Ns > 0 && first.servedPerSecond > 0);
    assert.match(gates.reasons[0], /^p99<5ms missed: 9\.10 ms$/);
    assert.deepEqual(gates.gates[0].margin, -0.82);
    assert.equal(slower.change.verdict, 'regressed');
    assert.deepEqual([server.outcome, server.id, server.exitCode], ['no server', null, 3]);
  });
});
