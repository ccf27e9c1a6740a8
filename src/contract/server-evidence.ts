import { z } from 'zod';

const ns = z.number().nonnegative();
const count = z.int().nonnegative();

/** What the server's own counters say, from the first sample before the load to the last after it. */
export const serverEvidenceSchema = z.strictObject({
  requests: count.nullable().describe('successful requests by its metrics page'),
  failures: count.nullable(),
  inferences: count.nullable(),
  executions: count.nullable(),
  meanRequestNs: ns.nullable(),
  meanQueueNs: ns.nullable(),
  meanComputeInputNs: ns.nullable(),
  meanComputeInferNs: ns.nullable(),
  meanComputeOutputNs: ns.nullable(),
  batchSizes: z.array(z.strictObject({ batchSize: count, executions: count })),
  restarted: z.boolean(),
  expectedRequests: count.describe('what we sent and saw answered or timed out'),
});
export type ServerEvidence = z.infer<typeof serverEvidenceSchema>;

/** How the server's own numbers went while the load did; one time axis for all of them. */
export const serverSeriesSchema = z.strictObject({
  source: z
    .enum(['scrapes', 'prometheus'])
    .describe('our own reads of the metrics page, or range queries'),
  windowNs: ns.describe('a rate or mean is over this long before its time; by scrapes: about this'),
  atNs: z.array(ns).describe('since the start of the load'),
  series: z.array(
    z.strictObject({
      metric: z.string().describe('id of a metric definition'),
      labels: z.record(z.string(), z.string()).describe('gpu_uuid, reason; else empty'),
      values: z
        .array(z.number().nullable())
        .describe('one for each time, base units; null: nothing happened, or it was not told'),
    }),
  ),
});
export type ServerSeries = z.infer<typeof serverSeriesSchema>;
