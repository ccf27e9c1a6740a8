import { BenchError, EXIT_CODE } from '../../contract/bench-error.ts';
import { exitCodeOfComparison } from '../../contract/exit-code-of-comparison.ts';
import type { Job } from '../../contract/jobs/parse-jobs.ts';
import type { ResultDocument } from '../../contract/result-document.ts';
import {
  compareResults,
  compareWithHistory,
  comparisonOfResults,
  type HistoryEntry,
  historyReader,
  type JobOutcome,
  limitsFrom,
} from '../../report/index.ts';
import type { CiRequest } from './ci-request.ts';
import { withKnown } from './measured-job.ts';

interface Surroundings {
  readonly cwd: string;
  readonly toolVersion: string;
}

/**
 * A job held against the earlier runs of its name: beside the newest that was made alike, with the noise band
 * of all of them. What cannot be told is said, and fails the job only where that is strict.
 * @throws BenchError 'usage' where no limit is left to judge
 */
export async function judgeByHistory(
  job: Job,
  outcome: JobOutcome,
  { historyFolder, isStrict }: Pick<CiRequest, 'historyFolder' | 'isStrict'>,
  { cwd, toolVersion }: Surroundings,
): Promise<JobOutcome> {
  const { result } = outcome;
  if (historyFolder === null || result?.status !== 'complete' || job.base) return outcome;
  const limits = { limits: limitsFrom(job.limits), isForced: false };
  const { entries, note } = await earlierEntries(job.name, historyFolder, cwd);
  const known = note === null ? outcome : withKnown(outcome, { note });
  const untold = { ...(isStrict && { exitCode: EXIT_CODE.gateFailed }) };
  const found = newestAlike(result, entries, limits);
  if ('note' in found) return withKnown(known, { note: found.note, ...untold });
  const results = [found.earlier, result];
  const comparison = compareWithHistory(found.comparison, results, entries, limits);
  const exitCode = exitCodeOfComparison(comparison.verdict, isStrict);
  const document = comparisonOfResults(results, comparison, {
    ...{ toolVersion, exitCode, command: comparedAgain(found.earlier, result, historyFolder) },
    targets: { a: found.earlier.id, b: result.id },
  });
  return withKnown(known, { comparison: document, exitCode });
}

async function earlierEntries(series: string, folder: string, cwd: string) {
  try {
    const found = await historyReader(folder, cwd).read({ series });
    const [first, ...others] = found.flatMap(({ leftOut }) => leftOut);
    const more = others.length > 0 ? ` and ${others.length} more` : '';
    const note = first ? `Left out of its history: ${first.file}${more} (${first.reason}).` : null;
    return { entries: found.flatMap((one) => one.entries), note };
  } catch (error) {
    // Nobody has added to it yet.
    if (error instanceof BenchError && error.code === 'result-unreadable') {
      return { entries: [], note: null };
    }
    throw error;
  }
}

type Found =
  | {
      readonly earlier: ResultDocument;
      readonly comparison: ReturnType<typeof compareResults>;
    }
  | { readonly note: string };

/** The newest believable run before this one that was made as it was; else why there is none. */
function newestAlike(
  result: ResultDocument,
  entries: readonly HistoryEntry[],
  options: Parameters<typeof compareResults>[1],
): Found {
  let unlike: string | null = null;
  for (const { result: earlier } of entries.toReversed()) {
    if (earlier.id === result.id || earlier.verdict === 'invalid') continue;
    if (earlier.startedAt >= result.startedAt) continue;
    try {
      return { earlier, comparison: compareResults([earlier, result], options) };
    } catch (error) {
      if (!(error instanceof BenchError)) throw error;
      unlike ??= error.message;
    }
  }
  const note =
    unlike === null
      ? 'Its history has no run yet that it could be held against.'
      : `Its history has no run that was made alike; of the newest, ${unlike}.`;
  return { note };
}

function comparedAgain(a: ResultDocument, b: ResultDocument, history: string): string {
  return `bench compare ${a.id} ${b.id} --history ${history}`;
}
