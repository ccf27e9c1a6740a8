import { EXIT_CODE } from '../../src/contract/bench-error.ts';
import { gravestExitCode } from '../../src/contract/gravest-exit-code.ts';
import type { JobOutcome, JobsOutcome } from '../../src/report/jobs/job-outcome.ts';
import { aComparison } from './a-comparison.ts';
import { aResult, gate } from './a-result.ts';

/** A job that passed; everything may be replaced. */
export function aJob(over: Partial<JobOutcome> = {}): JobOutcome {
  return {
    name: 'mnist (protocol=http)',
    exitCode: EXIT_CODE.fine,
    result: aResult(),
    folder: '/builds/reports/20261123-143015-mnist_mlp-100qps-a1b2',
    comparison: null,
    notes: [],
    problem: null,
    ...over,
  };
}

export function jobsOf(jobs: readonly JobOutcome[]): JobsOutcome {
  return {
    startedAt: '2026-11-23T14:30:15.000Z',
    finishedAt: '2026-11-23T14:40:15.000Z',
    exitCode: gravestExitCode(jobs.map(({ exitCode }) => exitCode)),
    jobs,
  };
}

/** A1 B1 A2 B2 …, B slower by that factor. */
function pairs(factor: number, count: number) {
  return Array.from({ length: 2 * count }, (_, nth) => {
    const by = nth % 2 === 1 ? factor * (1 + 0.004 * ((nth % 3) - 1)) : 1;
    const serviceNs = (random: number) => Math.round(by * (4e6 + 4e6 * random));
    const startedAt = new Date(Date.UTC(2026, 10, 23, 0, nth)).toISOString();
    return { ...aResult({ ratePerSecond: 200, serviceNs }), id: `run-${nth}`, startedAt };
  });
}

/** One job of each kind of ending. */
export function someJobs(): JobsOutcome {
  const missed = gate('p99<5ms', 9.1e6, 5e6, -0.82, false);
  const few = gate(
    'p99.9<1s',
    null,
    1e9,
    null,
    false,
    'p99.9 needs 10,000 requests, there were 1,000',
  );
  const interrupted = { message: 'interrupted before it began', hint: 'run it again' };
  return jobsOf([
    aJob({ notes: ['2 of 5 runs of its history are there.'] }),
    aJob({
      name: 'gates',
      exitCode: 1,
      result: aResult({ gates: [missed, few], verdict: 'valid' }),
    }),
    aJob({ name: 'slower', exitCode: 1, comparison: aComparison(pairs(1.3, 6)) }),
    aJob({ name: 'untold', comparison: aComparison(pairs(1, 1)) }),
    aJob({
      name: 'doubtful',
      exitCode: 6,
      result: aResult({ verdict: 'invalid', fired: ['distortion'] }),
    }),
    aJob({
      name: 'no | server <b>',
      ...{ exitCode: 3, result: null, folder: null },
      problem: { message: 'no server at "http://a" & b', hint: 'start it', exitCode: 3 },
    }),
    aJob({
      name: 'late',
      ...{ exitCode: 130, result: null, folder: null },
      problem: { ...interrupted, exitCode: 130 },
    }),
  ]);
}
