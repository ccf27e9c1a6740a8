import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { CiParts } from '../../../../src/app/ci/ci-parts.ts';
import type { CiRequest } from '../../../../src/app/ci/ci-request.ts';
import { jobsInOrder } from '../../../../src/app/ci/jobs-in-order.ts';
import { BenchError, type BenchErrorCode } from '../../../../src/contract/bench-error.ts';
import { type Job, parseJobs } from '../../../../src/contract/jobs/parse-jobs.ts';
import { aJob } from '../../../support/job-outcomes.ts';

const NOWHERE = { forges: [], jobSummary: false, status: false, check: false, reportUrl: null };
const FLAGS = { values: {}, nameOf: (key: string) => key };

function jobsNamed(...names: string[]): Job[] {
  const jobs = Object.fromEntries(names.map((name) => [name, { qps: 1 }]));
  return parseJobs({ values: { jobs }, placeOf: () => 'f:1' }, FLAGS);
}

function failing(code: BenchErrorCode): Promise<never> {
  return Promise.reject(new BenchError(code, `${code} it is`, { hint: 'mend it' }));
}

/** Runs with parts that note when they were called; every one of them may be replaced. */
async function run(over: Partial<CiParts> = {}, asked: Partial<CiRequest> = {}) {
  const steps: string[] = [];
  const warnings: string[] = [];
  const written = new Map<string, string>();
  const controller = new AbortController();
  const parts: CiParts = {
    check: async () => ({
      folder: '/ci',
      write: async (name, text) => {
        steps.push(`write ${name}`);
        written.set(name, text);
        return `/ci/${name}`;
      },
    }),
    measure: async ({ name }) => {
      steps.push(`measure ${name}`);
      return aJob({ name });
    },
    judge: async ({ name }, outcome) => {
      steps.push(`judge ${name}`);
      return outcome;
    },
    keep: async ({ name }) => {
      steps.push(`keep ${name}`);
      return null;
    },
    lookBack: async ({ name }, outcome) => {
      steps.push(`look back ${name}`);
      return outcome;
    },
    publish: async () => {
      steps.push('publish');
      return true;
    },
    ...over,
  };
  const request: CiRequest = {
    ...{ jobs: jobsNamed('a', 'b'), historyFolder: '/h', addsToHistory: true, isStrict: false },
    ...{ junitFile: null, summaryFile: null, jsonFile: null, publishing: NOWHERE },
    ...asked,
  };
  const events = {
    onJob: (name: string, nth: number, count: number) => {
      steps.push(`job ${nth + 1}/${count} ${name}`);
    },
    onWarning: (message: string) => void warnings.push(message),
  };
  const env = { nowEpochMs: () => 0, signal: controller.signal, toolVersion: '9', cwd: '/' };
  const finished = jobsInOrder(request, parts, events, env);
  return { steps, warnings, written, ...(await finished) };
}

const exitCodesOf = ({ outcome }: Awaited<ReturnType<typeof run>>) => [
  outcome.exitCode,
  ...outcome.jobs.map(({ exitCode }) => exitCode),
];

describe('the jobs of a scheduled run', () => {
  it('are measured, then judged, then kept, then written, then published', async () => {
    const { steps } = await run();
    assert.deepEqual(steps, [
      ...['job 1/2 a', 'measure a', 'write ci.json', 'job 2/2 b', 'measure b', 'write ci.json'],
      ...['judge a', 'judge b', 'keep a', 'look back a', 'keep b', 'look back b'],
      ...['write summary.md', 'write junit.xml'],
      ...['publish', 'write ci.json'],
    ]);
  });
  it('go on after one that could not be measured', async () => {
    const finished = await run({
      measure: async ({ name }) =>
        name === 'a' ? failing('stack-not-started') : aJob({ name, exitCode: 1 }),
    });
    assert.deepEqual(exitCodesOf(finished), [3, 3, 1]);
    assert.deepEqual(finished.outcome.jobs[0]?.problem?.message, 'stack-not-started it is');
    assert.match(finished.warnings.join(), /^a: stack-not-started it is$/);
  });
  it('go on after a defect of our own, which is said', async () => {
    const { outcome, steps } = await run({ judge: () => Promise.reject(new TypeError('oh no')) });
    assert.equal(outcome.exitCode, 2);
    assert.match(outcome.jobs[0]?.problem?.message ?? '', /^unexpected error: TypeError: oh no/);
    assert.ok(steps.includes('write junit.xml'));
  });
  it('are not begun when something is wrong beforehand', async () => {
    await assert.rejects(run({ check: () => failing('config-invalid') }), {
      code: 'config-invalid',
    });
  });
});

describe('a history that takes no entry', () => {
  const over: Partial<CiParts> = { keep: () => failing('history-unwritable') };
  it('is said, and loses no result and no later step', async () => {
    const finished = await run(over);
    assert.deepEqual(exitCodesOf(finished), [0, 0, 0]);
    assert.match(finished.outcome.jobs[0]?.notes[0] ?? '', /not added to the history: history-unw/);
    assert.ok(finished.steps.includes('publish'));
  });
  it('fails the jobs when that is strict', async () => {
    assert.deepEqual(exitCodesOf(await run(over, { isStrict: true })), [1, 1, 1]);
  });
  it('is not even tried where nothing is to be added', async () => {
    const { steps } = await run(over, { addsToHistory: false });
    assert.ok(!steps.some((step) => step.startsWith('keep')));
  });
});

describe('publishing that fails', () => {
  for (const [how, publish] of Object.entries<CiParts['publish']>({
    'a refusal': async () => false,
    'an error': () => failing('usage'),
  })) {
    it(`leaves the exit code as it is: ${how}`, async () => {
      const { outcome, written } = await run({ publish });
      assert.equal(outcome.exitCode, 0);
      assert.deepEqual([...written.keys()].sort(), ['ci.json', 'junit.xml', 'summary.md']);
    });
    it(`is exit code 1 when that is strict: ${how}`, async () => {
      assert.equal((await run({ publish }, { isStrict: true })).outcome.exitCode, 1);
    });
  }
});

describe('a disk that takes no report', () => {
  it('is exit code 2, and what could be published is', async () => {
    const write = () => failing('reports-unwritable');
    const { outcome, steps, warnings } = await run({
      check: async () => ({ folder: '/ci', write }),
    });
    assert.equal(outcome.exitCode, 2);
    assert.ok(steps.includes('publish'));
    assert.match(warnings.join('\n'), /reports-unwritable it is/);
  });
});

describe('an interrupted run', () => {
  it('keeps and writes what there is, begins no further job and publishes nothing', async () => {
    const controller = new AbortController();
    const steps: string[] = [];
    const env = { nowEpochMs: () => 0, signal: controller.signal, toolVersion: '9', cwd: '/' };
    const parts: CiParts = {
      check: async () => ({ folder: '/ci', write: async (name) => name }),
      measure: async ({ name }) => {
        if (name === 'b') controller.abort();
        return aJob({ name, exitCode: name === 'b' ? 130 : 0 });
      },
      judge: async (_, outcome) => outcome,
      keep: async ({ name }) => {
        steps.push(`keep ${name}`);
        return null;
      },
      lookBack: async (_, outcome) => outcome,
      publish: async () => {
        steps.push('publish');
        return true;
      },
    };
    const request: CiRequest = {
      ...{ jobs: jobsNamed('a', 'b', 'c'), historyFolder: '/h', addsToHistory: true },
      ...{ isStrict: false, junitFile: null, summaryFile: null, jsonFile: null },
      publishing: NOWHERE,
    };
    const events = { onJob: () => undefined, onWarning: () => undefined };
    const { outcome, status } = await jobsInOrder(request, parts, events, env);
    assert.deepEqual(
      outcome.jobs.map(({ exitCode, result }) => [exitCode, result === null]),
      [
        [0, false],
        [130, false],
        [130, true],
      ],
    );
    assert.deepEqual([outcome.exitCode, status], [130, 'interrupted']);
    assert.deepEqual(steps, ['keep a', 'keep b']);
  });
});
