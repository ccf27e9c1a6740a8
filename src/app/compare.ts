import { exitCodeOfComparison } from '../contract/exit-code-of-comparison.ts';
import type { ResultDocument } from '../contract/result-document.ts';
import {
  type ComparisonFormat,
  compareResults,
  compareWithHistory,
  comparisonOfResults,
  historyReader,
  type LeftOut,
  type Limits,
  limitsFrom,
  type RenderOptions,
  renderComparison,
  resultReader,
} from '../report/index.ts';
import { adviceFor } from './ab/advice-for.ts';
import type { Environment } from './environment.ts';
import { readOperand } from './history/read-operand.ts';

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
  /** Where B of a single pair is held against earlier runs, and where entries may be named; null: nowhere. */
  readonly history: { readonly folder: string; readonly series: string | undefined } | null;
  /** What repeats it, for the document. */
  readonly command: string;
}

export interface Compared {
  readonly text: string;
  readonly exitCode: number;
  /** Files of the history that are no entries, with the reason. */
  readonly leftOut: readonly LeftOut[];
}

/**
 * Stored results beside each other.
 * @throws BenchError 'result-unreadable', or 'usage' where there is nothing to compare
 */
export async function compare(
  request: CompareRequest,
  look: RenderOptions,
  reportsFolder: string,
  env: Pick<Environment, 'cwd' | 'env' | 'nowEpochMs' | 'toolVersion'>,
): Promise<Compared> {
  const { cwd, toolVersion } = env;
  const { isForced, isStrict, format, command } = request;
  const limits = limitsFrom(request.limits);
  const reader = resultReader(reportsFolder, cwd);
  const history = request.history && historyReader(request.history.folder, cwd);
  const results = await Promise.all(
    request.results.map((which) => readOperand(which, reader, history)),
  );
  const pairs = compareResults(results, { limits, isForced });
  const found = (await history?.read({ series: request.history?.series })) ?? [];
  const entries = found.flatMap((one) => one.entries);
  const comparison = history
    ? compareWithHistory(pairs, results, entries, { limits, isForced })
    : pairs;
  const exitCode = exitCodeOfComparison(comparison.verdict, isStrict);
  const side = (first: number) =>
    request.results.filter((_, index) => index % 2 === first).join(', ');
  const targets = { a: side(0), b: side(1) };
  const notes = await tightLimitsOf(results, limits, env);
  const parts = { toolVersion, command, targets, exitCode, notes: [...notes] };
  const document = comparisonOfResults(results, comparison, parts);
  const leftOut = found.flatMap((one) => one.leftOut);
  return { text: renderComparison(document, format, { ...look, isStrict }), exitCode, leftOut };
}

/** What the calibration of these runs says of the limits; of one pair nothing can be told anyway. */
async function tightLimitsOf(
  results: readonly ResultDocument[],
  limits: Limits,
  env: Pick<Environment, 'env' | 'nowEpochMs'>,
): Promise<readonly string[]> {
  const [run, ...others] = results;
  const pairs = Math.floor(results.length / 2);
  if (!run || others.length < 2) return [];
  const { warnings, isCalibrated } = await adviceFor(run, pairs, limits, env);
  return isCalibrated ? warnings : [];
}
