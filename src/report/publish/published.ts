import type { ComparisonDocument } from '../../contract/comparison-document.ts';
import type { ResultDocument } from '../../contract/result-document.ts';
import { isComparison } from '../parse-any.ts';

/** What can be shown to reviewers. */
export type PublishedDocument = ResultDocument | ComparisonDocument;

/** The runs that a document rests on; of a result itself. */
export function runsOf(document: PublishedDocument): readonly ResultDocument[] {
  return isComparison(document) ? document.runs : [document];
}
