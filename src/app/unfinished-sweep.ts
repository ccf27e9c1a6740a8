import { BenchError } from '../contract/bench-error.ts';
import type { StartedLoad } from '../contract/journal.ts';
import type { Point } from '../contract/point.ts';
import type { ResultDocument } from '../contract/result-document.ts';
import { isReadable, openResultStore } from '../report/index.ts';

/** What a sweep was told and has measured, before it was interrupted or cut off. */
export interface UnfinishedSweep
  extends Pick<ResultDocument, 'id' | 'command' | 'config' | 'environment' | 'target'> {
  /** Loads that came to their end. */
  readonly points: readonly Point[];
}

/**
 * A sweep that can go on, from its result or, where there is none, from its journal.
 * @param which an id, a folder of a run, or "latest"
 * @throws BenchError 'result-unreadable' when there is none; 'usage' when the run cannot go on
 */
export async function readUnfinishedSweep(
  which: string,
  reportsFolder: string,
  cwd: string,
  warn: (message: string) => void,
): Promise<UnfinishedSweep> {
  const store = await openResultStore(reportsFolder, cwd);
  const [newest] = which === 'latest' ? await store.list() : [];
  const named = newest?.id ?? which;
  const document = await store.read(named).catch(() => undefined);
  const unfinished =
    document && document.status !== 'partial'
      ? interruptedOf(document)
      : await cutOffOf(named, store, warn);
  refuseDamaged(unfinished);
  if ('sweep' in unfinished.config) return unfinished;
  throw new BenchError('usage', `${unfinished.id} cannot go on: it is not a sweep`, {
    hint: 'a single load is measured anew; so is a search',
  });
}

/** Before anything is measured anew: with such a point no result could be written. */
function refuseDamaged({ id, points }: UnfinishedSweep): void {
  const damaged = points.find((point) => !isReadable(point));
  if (!damaged) return;
  const message = `${id} cannot go on: a latency histogram of its point ${damaged.name} is damaged`;
  throw new BenchError('result-unreadable', message, {
    hint: 'the file was changed or cut after the run; take another copy, or run anew',
  });
}

function interruptedOf(document: ResultDocument): UnfinishedSweep {
  if (document.status === 'interrupted') {
    // The load that the interrupt fell into is short, and is measured again.
    return { ...document, points: document.points.slice(0, -1) };
  }
  throw new BenchError('usage', `${document.id} cannot go on: its status is ${document.status}`, {
    hint: 'only a sweep that was interrupted or cut off goes on; run it anew',
  });
}

async function cutOffOf(
  which: string,
  store: Awaited<ReturnType<typeof openResultStore>>,
  warn: (message: string) => void,
): Promise<UnfinishedSweep> {
  const { journal } = await store.recover(which);
  if (journal.damage !== null) warn(`${journal.damage}, and measured anew`);
  const points = journal.loads.flatMap(({ load, point }) =>
    point && isWhole(load, point) ? point : [],
  );
  return { ...journal.head, id: which, points };
}

/** An interrupted load is judged too, and may be the last that a run could write down. */
function isWhole(load: StartedLoad, point: Point): boolean {
  const plannedNs = load.phases.at(-1)?.durationNs ?? 0;
  return (point.phases.at(-1)?.durationNs ?? 0) >= plannedNs;
}
