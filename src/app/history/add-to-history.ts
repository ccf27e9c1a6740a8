import { type AddedEntry, historyWriter, resultReader, seriesName } from '../../report/index.ts';
import type { Environment } from '../environment.ts';

export interface AddRequest {
  /** Each an id, a folder, a file, or "latest". */
  readonly results: readonly string[];
  /** Null: each goes where it says by itself that it belongs. */
  readonly series: string | null;
  readonly historyFolder: string;
  readonly reportsFolder: string;
}

/**
 * Results into a history. All are read before any is written.
 * @param onAdded told of each as soon as it is on the disk: what comes after may fail
 * @throws BenchError 'result-unreadable', 'history-unwritable', or 'usage' for a name no series can have
 */
export async function addToHistory(
  { results, series, historyFolder, reportsFolder }: AddRequest,
  { cwd, nowEpochMs }: Pick<Environment, 'cwd' | 'nowEpochMs'>,
  onAdded: (added: AddedEntry) => void,
): Promise<void> {
  const reader = resultReader(reportsFolder, cwd);
  const documents = await Promise.all(results.map((which) => reader.read(which)));
  const writer = historyWriter(historyFolder, cwd);
  for (const document of documents) {
    onAdded(await writer.add(series ?? seriesName(document), document, nowEpochMs()));
  }
}
