import type { z } from 'zod';
import {
  type Acknowledgement,
  acknowledgementSchema,
  HISTORY_SCHEMA_VERSION,
  historyEntrySchema,
  type StoredHistoryEntry,
} from '../../contract/history-entry.ts';
import {
  parseStored,
  type StoredJson,
  unknownVersion,
  unlikeItsSchema,
  unreadable,
} from '../parse-stored.ts';
import { type StoredDocument, upgradeResult } from '../upgrade-result.ts';

/**
 * The text of an entry's file; a result that an earlier version wrote becomes one of the present.
 * @param file its name, for the error
 * @throws BenchError 'result-unreadable'
 */
export function parseEntry(text: string, file: string): StoredHistoryEntry {
  const stored = ofPresentVersion(text, file, 'history-entry');
  const result = stored.result as Partial<StoredDocument> | null | undefined;
  const isVersioned = typeof result?.schemaVersion === 'string';
  const present = isVersioned ? upgradeResult(result as StoredDocument) : result;
  return checked(historyEntrySchema, { ...stored, result: present }, file, 'history entry');
}

/** @throws BenchError 'result-unreadable' */
export function parseAcknowledgement(text: string, file: string): Acknowledgement {
  const stored = ofPresentVersion(text, file, 'history-acknowledgement');
  return checked(acknowledgementSchema, stored, file, 'acknowledgement');
}

function ofPresentVersion(text: string, file: string, kind: string): StoredJson {
  const stored = parseStored(text, file);
  if (stored.kind !== kind) {
    throw unreadable(`${file} is no ${kind}`, 'leave it out; the other entries are fine');
  }
  if (stored.schemaVersion === HISTORY_SCHEMA_VERSION) return stored;
  throw unknownVersion(file, stored.schemaVersion, [HISTORY_SCHEMA_VERSION]);
}

function checked<T>(schema: z.ZodType<T>, value: unknown, file: string, what: string): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw unlikeItsSchema(file, what, parsed.error);
}
