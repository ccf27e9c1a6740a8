import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { judgeByHistory } from '../../../../src/app/ci/judge-by-history.ts';
import { type Job, parseJobs } from '../../../../src/contract/jobs/parse-jobs.ts';
import type { ResultDocument } from '../../../../src/contract/result-document.ts';
import { historyWriter } from '../../../../src/report/index.ts';
import { nightly } from '../../../support/history-entries.ts';
import { aJob } from '../../../support/job-outcomes.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const JOB = jobOf({});
const SHAPE = { ratePerSecond: 200 };

function jobOf(more: object): Job {
  const file = { values: { jobs: { a: { qps: 200, ...more } } }, placeOf: () => 'f:1' };
  const [job] = parseJobs(file, { values: {}, nameOf: (key) => key });
  return job ?? assert.fail();
}

/** The run of a night; its service time is `factor` times the ordinary one. */
function night(nth: number, factor = 1): ResultDocument {
  const noise = 1 + 0.004 * ((nth % 3) - 1);
  const serviceNs = (random: number) => Math.round(factor * noise * (4e6 + 4e6 * random));
  return nightly(nth, { ...SHAPE, serviceNs });
}

let folder = temporaryFolder();
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder[Symbol.dispose]());

async function withNights(count: number, over: Partial<ResultDocument> = {}): Promise<void> {
  const writer = historyWriter('history', folder.path);
  for (let nth = 0; nth < count; nth += 1) await writer.add('a', { ...night(nth), ...over }, 0);
}

function judge(result: ResultDocument, isStrict = false, job = JOB) {
  const request = { historyFolder: 'history', isStrict };
  const surroundings = { cwd: folder.path, toolVersion: '9' };
  return judgeByHistory(job, aJob({ name: 'a', result }), request, surroundings);
}

describe('a job beside its history', () => {
  it('regressed where it lies beyond the noise of earlier nights and beyond the limit', async () => {
    await withNights(8);
    const { comparison, exitCode } = await judge(night(9, 1.3));
    assert.deepEqual([comparison?.verdict, exitCode], ['regressed', 1]);
    assert.equal(comparison?.targets.a, night(7).id, 'the newest is what it is shown beside');
  });
  it('is fine where it lies among them', async () => {
    await withNights(8);
    const { comparison, exitCode } = await judge(night(9));
    assert.deepEqual([comparison?.verdict, exitCode], ['no-change', 0]);
  });
  it('is held to the limits of the job', async () => {
    await withNights(8);
    const off = { p50: 'off', p99: 'off', throughput: '5%' };
    const { comparison } = await judge(night(9, 1.3), false, jobOf({ limits: off }));
    assert.equal(comparison?.verdict, 'no-change');
  });
  it('cannot be told with few earlier nights: fine, and failed where that is strict', async () => {
    await withNights(2);
    const lax = await judge(night(9, 1.3));
    assert.deepEqual([lax.comparison?.verdict, lax.exitCode], ['inconclusive', 0]);
    assert.equal((await judge(night(9, 1.3), true)).exitCode, 1);
  });
  it('has nothing to be held against in the first night', async () => {
    const lax = await judge(night(9));
    assert.deepEqual([lax.comparison, lax.exitCode], [null, 0]);
    assert.match(lax.notes[0] ?? '', /has no run yet/);
    assert.equal((await judge(night(9), true)).exitCode, 1);
  });
  it('is not held against runs of another machine, and says in what they differ', async () => {
    await withNights(8, { environment: { ...night(0).environment, cpuCount: 4 } });
    const { comparison, notes } = await judge(night(9, 1.3));
    assert.equal(comparison, null);
    assert.match(notes[0] ?? '', /no run that was made alike.*CPUs \(A: 4, B: 8\)/);
  });
  it('is not held against runs that cannot be believed, nor against later ones', async () => {
    await withNights(3, { verdict: 'invalid' });
    await historyWriter('history', folder.path).add('a', night(20), 0);
    assert.match((await judge(night(9))).notes[0] ?? '', /has no run yet/);
  });
  it('goes on beside a damaged entry, and names it', async () => {
    await withNights(8);
    writeFileSync(join(folder.path, 'history/a/20250101-000000-broken.json'), '{');
    const { comparison, notes } = await judge(night(9, 1.3));
    assert.equal(comparison?.verdict, 'regressed');
    assert.match(notes[0] ?? '', /^Left out of its history: .*broken\.json/);
  });
});

describe('a job that is not held against history', () => {
  it('is one that was interrupted, or has a base, or was not measured', async () => {
    await withNights(8);
    const cut = { ...night(9, 2), status: 'interrupted' as const };
    assert.equal((await judge(cut)).comparison, null);
    const withBase = jobOf({ base: { url: 'http://base' } });
    assert.equal((await judge(night(9, 2), false, withBase)).comparison, null);
  });
});
