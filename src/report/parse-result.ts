import {
  type ResultDocument,
  resultDocumentSchema,
  SCHEMA_VERSION,
} from '../contract/result-document.ts';
import { parseEntry } from './history/parse-entry.ts';
import { parseStored, unknownVersion, unlikeItsSchema, unreadable } from './parse-stored.ts';
import { EARLIER_VERSIONS, upgradeResult } from './upgrade-result.ts';

/**
 * The text of a result.json, or of an entry of a history → document.
 * @param file its name, for the error
 * @throws BenchError 'result-unreadable' that says which of the ways it is wrong
 */
export function parseResult(text: string, file: string): ResultDocument {
  const stored = parseStored(text, file);
  if (stored.kind === 'history-entry') return parseEntry(text, file).result;
  if (stored.kind === 'comparison') {
    throw unreadable(
      `${file} is a comparison of several runs, not the result of one`,
      'see it with bench report; the results are in the folder "runs" beside it',
    );
  }
  const document = upgradeResult(stored);
  if (document.schemaVersion !== SCHEMA_VERSION) {
    throw unknownVersion(file, stored.schemaVersion, [...EARLIER_VERSIONS, SCHEMA_VERSION]);
  }
  const parsed = resultDocumentSchema.safeParse(document);
  if (parsed.success) return parsed.data;
  throw unlikeItsSchema(file, 'result document', parsed.error);
}
