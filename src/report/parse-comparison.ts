import {
  COMPARISON_VERSION,
  type ComparisonDocument,
  comparisonDocumentSchema,
} from '../contract/comparison-document.ts';
import { parseStored, unknownVersion, unlikeItsSchema, unreadable } from './parse-stored.ts';
import { type StoredDocument, upgradeResult } from './upgrade-result.ts';

/**
 * The text of a comparison.json → document. Runs that an earlier version wrote become ones of the present.
 * @param file its name, for the error
 * @throws BenchError 'result-unreadable' that says which of the ways it is wrong
 */
export function parseComparison(text: string, file: string): ComparisonDocument {
  const stored = parseStored(text, file);
  if (stored.kind !== 'comparison') {
    throw unreadable(`${file} is no comparison`, 'make one of results with bench compare');
  }
  const { schemaVersion } = stored;
  if (schemaVersion !== COMPARISON_VERSION) {
    throw unknownVersion(file, schemaVersion, [COMPARISON_VERSION]);
  }
  const parsed = comparisonDocumentSchema.safeParse({ ...stored, runs: presentRuns(stored.runs) });
  if (parsed.success) return parsed.data;
  throw unlikeItsSchema(file, 'comparison document', parsed.error);
}

/** What is no list, or no document, is left for the schema to name. */
function presentRuns(runs: unknown): unknown {
  if (!Array.isArray(runs)) return runs;
  return runs.map((run: StoredDocument | null) =>
    typeof run?.schemaVersion === 'string' ? upgradeResult(run) : run,
  );
}
