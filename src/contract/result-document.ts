import { z } from 'zod';
import { pointSchema, verdictSchema } from './point.ts';
import { searchResultSchema } from './search-result.ts';

/**
 * Moves with every change of the document's shape, an optional key included: schemas/result-document-1.json
 * is what version 1 is. A new version brings a step in `upgrade-result.ts`, documents in test/golden/documents
 * and its own published schema; every version that was ever written stays readable.
 */
export const SCHEMA_VERSION = '1';

const environmentSchema = z.strictObject({
  os: z.string(),
  cpuModel: z.string(),
  cpuCount: z.int().nonnegative(),
  memoryBytes: z.number().nonnegative(),
  node: z.string(),
  container: z.boolean(),
  gitRevision: z.string().nullable().describe('of the working directory, where it is a checkout'),
});
export type Environment = z.infer<typeof environmentSchema>;

const targetSchema = z.strictObject({
  driver: z.string().describe('embedded, external, process or docker'),
  images: z
    .record(z.string(), z.string())
    .optional()
    .describe('what containers were made from, by service'),
  standIn: z
    .string()
    .nullable()
    .describe('set when the server is not the real thing; shown wherever its numbers are'),
  serverName: z.string().nullable(),
  serverVersion: z.string().nullable(),
  address: z.string().describe('what the load was sent to, without credentials'),
});
export type Target = z.infer<typeof targetSchema>;

/** Everything a run leaves behind. Reports are made from this, never from memory. */
export const resultDocumentSchema = z.strictObject({
  schemaVersion: z.literal(SCHEMA_VERSION),
  id: z.string(),
  tool: z.strictObject({ name: z.literal('inferbench'), version: z.string() }),
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime(),
  status: z
    .enum(['complete', 'interrupted', 'aborted', 'failed', 'partial'])
    .describe(
      'aborted: a condition of --abort-on ended it, see the notes; failed: a worker died; what the others measured until then is here; partial: the run was cut off and this was recovered from its journal',
    ),
  command: z.string().describe('what repeats this run'),
  labels: z.record(z.string(), z.string()),
  config: z
    .record(z.string(), z.json())
    .describe('the whole configuration, as bench.yaml would hold it'),
  environment: environmentSchema,
  target: targetSchema,
  points: z.array(pointSchema).describe('one for each load, in the order they were sent'),
  search: searchResultSchema.optional(),
  missing: z
    .array(z.strictObject({ name: z.string(), reason: z.string() }))
    .optional()
    .describe('loads of which nothing could be measured'),
  grafana: z
    .strictObject({ kind: z.enum(['snapshot', 'dashboard']), url: z.string() })
    .optional()
    .describe('where a Grafana shows this run; a dashboard where it takes no snapshots'),
  verdict: verdictSchema.describe('the worst of the points that the result rests on'),
  exitCode: z.int(),
});
export type ResultDocument = z.infer<typeof resultDocumentSchema>;
