import type { ResultDocument } from '../../contract/result-document.ts';

/** The document itself; reading it back gives the same document. */
export function json(doc: ResultDocument): string {
  return `${JSON.stringify(doc, null, 2)}\n`;
}
