import {
  type HistoryQuery,
  historyReader,
  historyWriter,
  type LeftOut,
  type RenderOptions,
  type ReportFormat,
  render,
  type SeriesSummary,
  seriesSummary,
} from '../../report/index.ts';
import type { Environment } from '../environment.ts';

/** What a history holds. */
export interface HistoryList {
  readonly series: readonly SeriesSummary[];
  /** Damaged and foreign files, with the reason. */
  readonly leftOut: readonly LeftOut[];
}

/** @throws BenchError 'result-unreadable' where there is no such history or series */
export async function listHistory(
  folder: string,
  cwd: string,
  query: HistoryQuery,
): Promise<HistoryList> {
  const found = await historyReader(folder, cwd).read(query);
  return {
    series: found.map(seriesSummary).filter(({ entries }) => entries > 0),
    leftOut: found.flatMap(({ leftOut }) => leftOut),
  };
}

/**
 * The result of an entry, in any form.
 * @throws BenchError 'result-unreadable' when there is no such entry, or it is damaged
 */
export async function showHistoryEntry(
  which: string,
  format: ReportFormat,
  look: RenderOptions,
  folder: string,
  cwd: string,
): Promise<string> {
  const { result } = await historyReader(folder, cwd).find(which);
  return render(result, format, look);
}

/**
 * Makes an entry the first of what later ones are held against.
 * @returns the entry's whole name
 * @throws BenchError 'result-unreadable', 'history-unwritable', or 'usage' when it is acknowledged already
 */
export async function acknowledgeChange(
  which: string,
  reason: string,
  folder: string,
  { cwd, nowEpochMs }: Pick<Environment, 'cwd' | 'nowEpochMs'>,
): Promise<string> {
  const entry = await historyReader(folder, cwd).find(which);
  await historyWriter(folder, cwd).acknowledge(entry, reason, nowEpochMs());
  return entry.name;
}
