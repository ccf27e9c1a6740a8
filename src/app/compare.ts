import { EXIT_CODE } from '../contract/bench-error.ts';
import {
  type ComparisonFormat,
  compareResults,
  limitsFrom,
  type RenderOptions,
  renderComparison,
  resultReader,
} from '../report/index.ts';

export interface CompareRequest {
  /** A1, B1, A2, B2, …: each an id, a folder, a file, or "latest". */
  readonly results: readonly string[];
  /** Metric → the change that matters, as written: { p99: '15%' }. */
  readonly limits: Readonly<Record<string, string>>;
  /** Compare although the conditions differ. */
  readonly isForced: boolean;
  /** Let what could not be told count as a regression. */
  readonly isStrict: boolean;
  readonly format: ComparisonFormat;
}

/**
 * Stored results beside each other.
 * @throws BenchError 'result-unreadable', or 'usage' where there is nothing to compare
 */
export async function compare(
  request: CompareRequest,
  look: RenderOptions,
  reportsFolder: string,
  cwd: string,
): Promise<{ readonly text: string; readonly exitCode: number }> {
  const { isForced, isStrict, format } = request;
  const limits = limitsFrom(request.limits);
  const reader = resultReader(reportsFolder, cwd);
  const results = await Promise.all(request.results.map((which) => reader.read(which)));
  const comparison = compareResults(results, { limits, isForced });
  const exitCode = {
    regressed: EXIT_CODE.gateFailed,
    improved: EXIT_CODE.fine,
    'no-change': EXIT_CODE.fine,
    inconclusive: isStrict ? EXIT_CODE.gateFailed : EXIT_CODE.fine,
    invalid: EXIT_CODE.invalid,
  }[comparison.verdict];
  return { text: renderComparison(comparison, format, look), exitCode };
}
