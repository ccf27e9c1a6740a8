import { BenchError, EXIT_CODE } from '../contract/bench-error.ts';
import type { Interval } from '../contract/point.ts';
import { pointNameOf } from '../contract/point-name.ts';
import { cutOffPoint } from '../load/index.ts';
import { buildResult, isoTime, openResultStore, type WrittenResult } from '../report/index.ts';

const MS_PER_SECOND = 1000;

/**
 * Makes a result of what a run measured before it was cut off, and writes it beside its journal.
 * @param which an id, a folder, or a journal
 * @throws BenchError 'result-unreadable' when there is nothing to make one of
 */
export async function recoverRun(
  which: string,
  reportsFolder: string,
  cwd: string,
  warn: (message: string) => void,
): Promise<WrittenResult> {
  const store = await openResultStore(reportsFolder, cwd);
  const { journal, finish } = await store.recover(which);
  const { head, loads, damage } = journal;
  if (damage !== null) warn(damage);
  const points = loads
    .filter(({ point, seconds }) => point || seconds.length > 0)
    .map(
      ({ load, seconds, point }) =>
        point ?? { ...cutOffPoint(load, seconds), startedAt: isoTime(load.startedAtEpochMs) },
    );
  const last = points.pop();
  const lastLoad = loads.at(-1);
  if (!last || !lastLoad) {
    throw new BenchError('result-unreadable', `the journal of ${which} holds no measured second`, {
      hint: 'the run was cut off before anything was measured; run again',
    });
  }
  const notes = damage === null ? last.notes : [...last.notes, damage];
  return finish(
    buildResult({
      ...head,
      finishedAtEpochMs: lastLoad.load.startedAtEpochMs + endMs(lastLoad.seconds),
      status: 'partial',
      points: [...points, { ...last, notes }],
      missing: loads
        .filter(({ point, seconds }) => !point && seconds.length === 0)
        .map(({ load }) => ({
          name: pointNameOf(load.workload),
          reason: 'the run was cut off in its first second',
        })),
      exitCode: EXIT_CODE.interrupted,
    }),
  );
}

function endMs(seconds: readonly Interval[]): number {
  return ((seconds.at(-1)?.second ?? -1) + 1) * MS_PER_SECOND;
}
