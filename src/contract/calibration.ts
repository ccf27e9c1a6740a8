import { z } from 'zod';

const share = z.number().nonnegative();

const calibratedMetricSchema = z.strictObject({
  id: z.string(),
  spread: z.number().nonnegative().describe('standard deviation of ln(B/A) from pair to pair'),
  smallestChange: share.describe('found four times in five with the pairs that were measured'),
  leastLimit: share.describe('what the pairs that were measured can call "no change"'),
  limit: share.nullable().describe('that was judged; null: none'),
  pairsForLimit: z
    .int()
    .positive()
    .nullable()
    .describe(
      'pairs that tell "no change" of the limit four times in five; null: more than can be',
    ),
});
export type CalibratedMetric = z.infer<typeof calibratedMetricSchema>;

export const calibrationSchema = z.strictObject({
  version: z.literal(1),
  at: z.iso.datetime(),
  load: z.string(),
  pairs: z.int().positive(),
  fingerprint: z.string().describe('of the conditions'),
  conditions: z.record(z.string(), z.string()).describe('machine, server and load'),
  metrics: z.array(calibratedMetricSchema),
});
/** What a target measured against itself says of a machine: how much two runs differ by themselves. */
export type Calibration = z.infer<typeof calibrationSchema>;
