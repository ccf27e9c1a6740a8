import { EXIT_CODE } from '../../contract/bench-error.ts';
import {
  type CheckFormat,
  checkHistory,
  type HistoryQuery,
  historyReader,
  type LeftOut,
  limitsFrom,
  type RenderOptions,
  renderCheck,
} from '../../report/index.ts';

export type { CheckFormat } from '../../report/index.ts';

export interface CheckRequest {
  readonly historyFolder: string;
  readonly query: HistoryQuery;
  /** Metric → the change that matters, as written: { p99: '15%' }. */
  readonly limits: Readonly<Record<string, string>>;
  /** Look also at runs that were not made alike. */
  readonly isForced: boolean;
  /** Let a change to the worse that is not confirmed yet, and what cannot be told, count as one. */
  readonly isStrict: boolean;
  readonly format: CheckFormat;
}

/**
 * A history looked through for lasting changes.
 * @throws BenchError 'result-unreadable' where there is no such history or series, or nothing in it can be read
 */
export async function checkForChanges(
  { historyFolder, query, limits, isForced, isStrict, format }: CheckRequest,
  look: RenderOptions,
  cwd: string,
): Promise<{ text: string; exitCode: number; leftOut: readonly LeftOut[] }> {
  const found = await historyReader(historyFolder, cwd).read(query);
  const check = checkHistory(found, { limits: limitsFrom(limits), isForced });
  const isBad = check.verdict === 'worse' || (isStrict && check.verdict !== 'fine');
  const leftOut = found.flatMap((one) => one.leftOut);
  const isAllUnreadable = leftOut.length > 0 && found.every(({ entries }) => entries.length === 0);
  const exitCode = isBad ? EXIT_CODE.gateFailed : EXIT_CODE.fine;
  return {
    text: renderCheck(check, format, look),
    exitCode: isAllUnreadable ? EXIT_CODE.resultUnreadable : exitCode,
    leftOut,
  };
}
