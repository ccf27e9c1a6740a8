import type { ComparisonDocument } from '../contract/comparison-document.ts';
import type { ResultDocument } from '../contract/result-document.ts';
import { parseComparison } from './parse-comparison.ts';
import { parseResult } from './parse-result.ts';
import { parseStored } from './parse-stored.ts';

/**
 * The text of a result.json or a comparison.json → document.
 * @param file its name, for the error
 * @throws BenchError 'result-unreadable' that says which of the ways it is wrong
 */
export function parseAny(text: string, file: string): ResultDocument | ComparisonDocument {
  const isComparison = parseStored(text, file).kind === 'comparison';
  return isComparison ? parseComparison(text, file) : parseResult(text, file);
}

/** Whether a document is one of several runs. */
export function isComparison(
  document: ResultDocument | ComparisonDocument,
): document is ComparisonDocument {
  return 'kind' in document;
}
