import type { CheckRun, CommitStatus } from '../../clients/forge.ts';
import { shownText } from '../../clients/shown.ts';
import { EXIT_CODE } from '../../contract/bench-error.ts';
import { gravestFirst } from './headline.ts';
import type { PublishedDocument } from './published.ts';

/** What a commit is marked with. */
export interface CommitOutcome {
  readonly state: CommitStatus['state'];
  readonly conclusion: CheckRun['conclusion'];
  /** "regressed: p99 +14.2 % (95 %: +8.1 % … +20.6 %)", plain text. */
  readonly title: string;
}

/**
 * The gravest of some documents as a commit status and a check run know it. A status has no "neutral": what could not
 * be told passes, as it does for the exit code, unless the document was made with --strict.
 */
export function commitOutcome(documents: readonly PublishedDocument[]): CommitOutcome {
  const [gravest] = gravestFirst(documents);
  if (!gravest) return { state: 'error', conclusion: 'neutral', title: 'nothing was measured' };
  const { headline, document } = gravest;
  const words = headline.what === '' ? headline.word : `${headline.word}: ${headline.what}`;
  const title = shownText(words);
  if (headline.state === 'good') return { state: 'success', conclusion: 'success', title };
  const isFailure = headline.state === 'bad' || document.exitCode === EXIT_CODE.gateFailed;
  if (isFailure) return { state: 'failure', conclusion: 'failure', title };
  const state = document.exitCode === EXIT_CODE.fine ? 'success' : 'error';
  return { state, conclusion: 'neutral', title };
}
