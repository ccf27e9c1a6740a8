import { z } from 'zod';

/** What was found between A and B. Base units: ns, requests per second, shares of 1. */

const share = z.number().min(0).max(1);

export const metricVerdictSchema = z.enum(['regressed', 'improved', 'no-change', 'inconclusive']);
export type MetricVerdict = z.infer<typeof metricVerdictSchema>;

export const comparisonVerdictSchema = z.enum([...metricVerdictSchema.options, 'invalid']);
export type ComparisonVerdict = z.infer<typeof comparisonVerdictSchema>;

const differenceSchema = z.strictObject({ field: z.string(), a: z.string(), b: z.string() });
/** A field that is not the same on both sides, in words. */
export type Difference = z.infer<typeof differenceSchema>;

const metricComparisonSchema = z.strictObject({
  id: z.string(),
  unit: z.enum(['ns', '/s', 'share']),
  a: z
    .number()
    .nullable()
    .describe(
      'geometric mean over the runs (of shares: plain mean); null where a run has no value',
    ),
  b: z.number().nullable(),
  ratio: z
    .number()
    .nullable()
    .describe('B/A; null where it cannot be formed (shares, missing values)'),
  interval: z
    .strictObject({ low: z.number(), high: z.number() })
    .nullable()
    .describe('95 % interval of the ratio'),
  limit: z
    .number()
    .nullable()
    .describe('the change that matters, a share; null: shown, and never judged'),
  verdict: comparisonVerdictSchema.nullable(),
  reason: z.string().nullable().describe('why it is invalid, or what is to be known of its values'),
  adjustedP: share.nullable(),
  signFlipP: share.nullable(),
  pairsNeeded: z.int().nonnegative().nullable(),
  band: z
    .strictObject({
      runs: z.int().positive(),
      center: z.number(),
      low: z.number(),
      high: z.number(),
    })
    .optional()
    .describe(
      'of a single pair: where earlier runs say that one more would lie; B has the verdict',
    ),
});
/** One metric of one load, over all pairs. */
export type MetricComparison = z.infer<typeof metricComparisonSchema>;

const pointComparisonSchema = z.strictObject({
  name: z.string(),
  faults: z.array(z.string()).describe('why nothing of it may be judged; empty when all may'),
  metrics: z.array(metricComparisonSchema),
  history: z
    .strictObject({
      earlier: z.int().nonnegative().describe('runs that B was held against'),
      unlike: z.int().nonnegative().describe('runs of this load that were not made alike'),
      differences: z.array(differenceSchema).describe('in what; A: these runs, B: B'),
    })
    .optional()
    .describe('where a history was asked'),
});
/** One load that both sides have measured. */
export type PointComparison = z.infer<typeof pointComparisonSchema>;

export const comparisonSchema = z.strictObject({
  verdict: comparisonVerdictSchema,
  pairs: z
    .array(z.strictObject({ a: z.string(), b: z.string() }))
    .describe('ids of the results, pair by pair'),
  unlike: z
    .array(differenceSchema)
    .describe('conditions that should be the same and are not; only where it was forced'),
  changed: z
    .array(differenceSchema)
    .describe("what a comparison may be about: the revision, the model's version, labels"),
  points: z.array(pointComparisonSchema),
  unmatched: z.array(z.string()).describe('loads that not every result has'),
});
/** What was found between the runs of two targets. */
export type Comparison = z.infer<typeof comparisonSchema>;
