import { EXIT_CODE } from '../../contract/bench-error.ts';
import type { Comparison, ComparisonVerdict } from '../../contract/comparison.ts';
import type { ComparisonDocument } from '../../contract/comparison-document.ts';
import { exitCodeOfComparison } from '../../contract/exit-code-of-comparison.ts';
import { buildComparison } from '../../report/index.ts';
import type { AbRequest } from './ab-request.ts';
import type { Measured } from './ab-session.ts';
import { mostRepeats } from './pair-plan.ts';

/** What is known of a comparison beside what was measured. */
export interface AbHead {
  readonly id: string;
  readonly toolVersion: string;
  readonly startedAt: string;
  /** What repeats it. */
  readonly command: string;
}

/** How it ended. */
export interface AbEnding {
  readonly status: ComparisonDocument['status'];
  readonly finishedAt: string;
  /** Of what kept it from coming to its end; null: the verdict decides. */
  readonly exitCode: number | null;
  readonly notes: readonly string[];
}

/** What was measured so far, as a document. */
export function buildAbDocument(
  request: AbRequest,
  head: AbHead,
  measured: Measured,
  { status, finishedAt, exitCode, notes }: AbEnding,
): ComparisonDocument {
  const { origin, targets, isStrict, isForced } = request;
  const { book, ending } = measured;
  // A confirmation that did not come to its end confirms nothing.
  const confirming = ending === 'cut-off' ? null : book.comparison(true);
  const comparison = confirming ?? book.comparison(false);
  const verdict =
    status === 'failed' || ending === 'lost' ? 'invalid' : verdictOf(comparison, isForced);
  const isUnlike = origin === 'calibrate' && (verdict === 'regressed' || verdict === 'improved');
  return buildComparison({
    ...head,
    ...{ origin, status, finishedAt, comparison, verdict },
    labels: targets.a.config.label,
    targets: { a: targets.a.name, b: targets.b.name },
    runs: book.runs,
    pairs: book.measured(confirming !== null),
    notes: [...notes, ...(ending === 'lost' ? [lostPairs(measured)] : [])],
    exitCode: exitCode ?? (isUnlike ? EXIT_CODE.invalid : exitCodeOfComparison(verdict, isStrict)),
  });
}

/** Conditions that began to differ on the way are no ground for a verdict. */
function verdictOf(comparison: Comparison | null, isForced: boolean): ComparisonVerdict {
  if (!comparison || (comparison.unlike.length > 0 && !isForced)) return 'invalid';
  return comparison.verdict;
}

function lostPairs({ book, counts }: Measured): string {
  const isConfirming = book.done.at(-1)?.role === 'confirmation';
  const done = book.done.filter(({ role }) => (role === 'confirmation') === isConfirming);
  const unsound = done.filter(({ isUnsound }) => isUnsound).length;
  const most = mostRepeats(isConfirming ? counts.confirm : counts.pairs);
  return `${unsound} of ${done.length} pairs could not be relied on; ${most} at most are measured once more.`;
}
