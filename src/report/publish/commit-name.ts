import type { ResultDocument } from '../../contract/result-document.ts';
import { markdownCode } from '../render/escape.ts';

const SHORT = 7;

/** The commit that a run was made of, as Git abbreviates it, fit for Markdown; '' where none is known. */
export function commitName(run: ResultDocument | undefined): string {
  const revision = run?.environment.gitRevision;
  return revision ? markdownCode(revision.slice(0, SHORT)) : '';
}
