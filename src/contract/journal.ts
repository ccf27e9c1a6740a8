import { z } from 'zod';
import { epochMs } from './epoch-ms.ts';
import { pointSchema } from './point.ts';
import { resultDocumentSchema } from './result-document.ts';

/**
 * The lines of a journal, in which a run keeps what it has measured until its result is written:
 * one `run`; then for each load one `load`, a `second` for each of its seconds, and a `point`.
 */

const { tool, command, labels, config, environment, target, schemaVersion } =
  resultDocumentSchema.shape;

/** All of a result that is known before anything is sent. */
const runLineSchema = z.strictObject({
  kind: z.literal('run'),
  schemaVersion,
  toolVersion: tool.shape.version,
  startedAtEpochMs: epochMs.describe('milliseconds since 1970'),
  ...{ command, labels, config, environment, target },
});
export type JournalHead = Omit<z.infer<typeof runLineSchema>, 'kind' | 'schemaVersion'>;

const startedLoadSchema = z.strictObject({
  startedAtEpochMs: epochMs.describe('of the load’s epoch'),
  workload: pointSchema.shape.workload,
  phases: z.array(
    z.strictObject({
      name: z.enum(['warmup', 'measured']),
      startNs: z.number().nonnegative(),
      durationNs: z.number().nonnegative().nullable().describe('null: as long as it takes'),
    }),
  ),
  percentiles: z.array(z.number()),
  conditions: z.array(z.string()).describe('those of --slo'),
});
/** A load as it began. */
export type StartedLoad = z.infer<typeof startedLoadSchema>;

export const journalLineSchema = z.discriminatedUnion('kind', [
  runLineSchema,
  z.strictObject({ kind: z.literal('load'), load: startedLoadSchema }),
  z.strictObject({ kind: z.literal('second'), second: pointSchema.shape.intervals.element }),
  z.strictObject({ kind: z.literal('point'), point: pointSchema }),
]);
export type JournalLine = z.infer<typeof journalLineSchema>;
