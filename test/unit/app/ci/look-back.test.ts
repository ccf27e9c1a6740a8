import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { lookBack } from '../../../../src/app/ci/look-back.ts';
import { parseJobs } from '../../../../src/contract/jobs/parse-jobs.ts';
import { historyWriter } from '../../../../src/report/index.ts';
import { nightly } from '../../../support/history-entries.ts';
import { aJob } from '../../../support/job-outcomes.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const FILE = { values: { jobs: { a: { qps: 200 } } }, placeOf: () => 'f:1' };

/** What is said of a job after nights whose service times were these multiples of the ordinary one. */
async function after(factors: readonly number[], isStrict = false) {
  using folder = temporaryFolder();
  const [job] = parseJobs(FILE, { values: {}, nameOf: (key) => key });
  const writer = historyWriter('history', folder.path);
  for (const [nth, factor] of factors.entries()) {
    const by = factor * (1 + 0.004 * ((nth % 3) - 1));
    const serviceNs = (random: number) => Math.round(by * (4e6 + 4e6 * random));
    await writer.add('a', nightly(nth, { ratePerSecond: 200, serviceNs }), 0);
  }
  const request = { historyFolder: 'history', isStrict };
  return await lookBack(job ?? assert.fail(), aJob({ name: 'a' }), request, folder.path);
}

const nights = (count: number, factor: number) => new Array<number>(count).fill(factor);

describe('a job after its run was added', () => {
  it('fails for a change to the worse that lasts, and says how to acknowledge it', async () => {
    const { exitCode, problem } = await after([...nights(12, 1), ...nights(8, 1.3)]);
    assert.equal(exitCode, 1);
    assert.match(
      problem?.message ?? '',
      /its history has changed: p50 \+\d+.* worse .*: confirmed$/,
    );
    assert.match(problem?.hint ?? '', /bench history acknowledge 'a\/20260113-/);
  });
  it('is fine where nothing has changed, or for the better', async () => {
    for (const factors of [nights(20, 1), [...nights(12, 1.3), ...nights(8, 1)]]) {
      const { exitCode, problem, notes } = await after(factors);
      assert.deepEqual([exitCode, problem, notes], [0, null, []]);
    }
  });
  it('is fine with a few nights, which tell nothing yet', async () => {
    assert.equal((await after(nights(3, 1))).exitCode, 0);
  });
});
