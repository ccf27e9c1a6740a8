import { z } from 'zod';
import { resultDocumentSchema } from './result-document.ts';

/** Moves with every change of the shape of an entry or an acknowledgement; their result has a version of its own. */
export const HISTORY_SCHEMA_VERSION = '1';

/** A series is a job's name, or whatever --series says; it also becomes the name of a folder. */
export const seriesNameSchema = z
  .string()
  .min(1)
  .max(120)
  .regex(/^[^\p{Cc}\p{Cs}]+$/u, 'has characters that cannot be shown');

/** One run in a history: a file that is written once and never changed. */
export const historyEntrySchema = z.strictObject({
  schemaVersion: z.literal(HISTORY_SCHEMA_VERSION),
  kind: z.literal('history-entry'),
  series: seriesNameSchema,
  addedAt: z.iso.datetime(),
  result: resultDocumentSchema.describe('without intervals and server series'),
});
export type StoredHistoryEntry = z.infer<typeof historyEntrySchema>;

/** "This change is known": what came before the entry is not held against what comes from it on. */
export const acknowledgementSchema = z.strictObject({
  schemaVersion: z.literal(HISTORY_SCHEMA_VERSION),
  kind: z.literal('history-acknowledgement'),
  at: z.iso.datetime(),
  reason: z.string().min(1).max(1000),
});
export type Acknowledgement = z.infer<typeof acknowledgementSchema>;
