import type { ResultDocument } from '../../contract/result-document.ts';
import type { HistoryReader, ResultReader } from '../../report/index.ts';

/**
 * A result among the reports, else the entry of that name in the history.
 * @throws BenchError 'result-unreadable'
 */
export async function readOperand(
  which: string,
  reports: ResultReader,
  history: HistoryReader | null,
): Promise<ResultDocument> {
  try {
    return await reports.read(which);
  } catch (error) {
    const entry = await history?.seek(which);
    if (entry) return entry.result;
    throw error;
  }
}
