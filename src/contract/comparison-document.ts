import { z } from 'zod';
import { calibrationSchema } from './calibration.ts';
import { comparisonSchema, comparisonVerdictSchema } from './comparison.ts';
import { resultDocumentSchema } from './result-document.ts';

/**
 * Moves with every change of the shape of what is around the runs: schemas/comparison-document-1.json is
 * what version 1 is. The runs inside are result documents, which have a version of their own.
 */
export const COMPARISON_VERSION = '1';

const pairSchema = z.strictObject({
  order: z.enum(['AB', 'BA']).describe('which side was measured first'),
  a: z.string().nullable().describe('id of its run; null where it was not measured any more'),
  b: z.string().nullable(),
  role: z
    .enum(['first', 'repeat', 'confirmation'])
    .describe('repeat: in place of an invalid pair; confirmation: fresh, after "regressed"'),
  judged: z.boolean().describe('whether the verdict rests on it'),
  why: z.string().nullable().describe('why it is not judged'),
});
/** Two runs that were measured beside each other. */
export type MeasuredPair = z.infer<typeof pairSchema>;

/** Everything a comparison leaves behind: what was measured, and what was made of it. */
export const comparisonDocumentSchema = z.strictObject({
  schemaVersion: z.literal(COMPARISON_VERSION),
  kind: z.literal('comparison'),
  origin: z.enum(['compare', 'ab', 'calibrate']).describe('the command that made it'),
  id: z.string(),
  tool: z.strictObject({ name: z.literal('inferbench'), version: z.string() }),
  startedAt: z.iso.datetime().describe('of compare: of its first run'),
  finishedAt: z.iso.datetime().describe('of compare: of its last run'),
  status: z
    .enum(['complete', 'interrupted', 'failed', 'unfinished'])
    .describe(
      'failed: a run could not be measured, what was until then is here; unfinished: written on the way: it was cut off, or goes on',
    ),
  command: z.string().describe('what repeats it'),
  labels: z.record(z.string(), z.string()),
  targets: z.strictObject({ a: z.string(), b: z.string() }).describe('as they were named'),
  runs: z
    .array(resultDocumentSchema)
    .describe('every run, judged or not, in the order they were measured'),
  pairs: z.array(pairSchema),
  comparison: comparisonSchema.nullable().describe('of the judged pairs; null where there is none'),
  calibration: calibrationSchema
    .optional()
    .describe('of calibrate: what the pairs say of the machine'),
  notes: z.array(z.string()).describe('what has to be known beside the verdict, a sentence each'),
  verdict: comparisonVerdictSchema,
  exitCode: z.int(),
});
export type ComparisonDocument = z.infer<typeof comparisonDocumentSchema>;
