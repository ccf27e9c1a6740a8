import type { ComparisonDocument } from '../../contract/comparison-document.ts';
import type { ResultDocument } from '../../contract/result-document.ts';

/** What can be shown to reviewers. */
export type PublishedDocument = ResultDocument | ComparisonDocument;

export function isComparison(document: PublishedDocument): document is ComparisonDocument {
  return 'kind' in document;
}

/** The runs that a document rests on; of a result itself. */
export function runsOf(document: PublishedDocument): readonly ResultDocument[] {
  return isComparison(document) ? document.runs : [document];
}
