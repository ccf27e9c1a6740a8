import { exitCodeOfComparison } from '../contract/exit-code-of-comparison.ts';
import {
  type ComparisonFormat,
  compareResults,
  comparisonOfResults,
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
  /** What repeats it, for the document. */
  readonly command: string;
}

/**
 * Stored results beside each other.
 * @throws BenchError 'result-unreadable', or 'usage' where there is nothing to compare
 */
export async function compare(
  request: CompareRequest,
  look: RenderOptions,
  reportsFolder: string,
  { cwd, toolVersion }: { readonly cwd: string; readonly toolVersion: string },
): Promise<{ readonly text: string; readonly exitCode: number }> {
  const { isForced, isStrict, format, command } = request;
  const limits = limitsFrom(request.limits);
  const reader = resultReader(reportsFolder, cwd);
  const results = await Promise.all(request.results.map((which) => reader.read(which)));
  const comparison = compareResults(results, { limits, isForced });
  const exitCode = exitCodeOfComparison(comparison.verdict, isStrict);
  const side = (first: number) =>
    request.results.filter((_, index) => index % 2 === first).join(', ');
  const targets = { a: side(0), b: side(1) };
  const parts = { toolVersion, command, targets, exitCode };
  const document = comparisonOfResults(results, comparison, parts);
  return { text: renderComparison(document, format, look), exitCode };
}
