import { z } from 'zod';
import type {
  IndexedModel,
  ModelConfig,
  ModelMetadata,
  ModelStatistics,
} from '../contract/measurements.ts';

/** The answers of KServe v2 servers, the same over HTTP and gRPC: other fields are let be. */

/** Protobuf's JSON writes 64-bit numbers as text; some servers do. */
const integer = z.union([
  z.int(),
  z
    .string()
    .regex(/^-?\d{1,15}$/)
    .transform(Number),
]);
const count = integer.pipe(z.number().nonnegative());
const text = z.string();

export const serverAnswer = z.object({
  name: text,
  version: text.default(''),
  extensions: z.array(text).default([]),
});

const tensors = z.array(z.object({ name: text, datatype: text, shape: z.array(integer) }));

export const metadataAnswer = z
  .object({
    name: text,
    versions: z.array(text).nullish(),
    platform: text.nullish(),
    inputs: tensors,
    outputs: tensors,
  })
  .transform(
    (answer): ModelMetadata => ({
      ...answer,
      versions: answer.versions ?? [],
      platform: answer.platform ?? '',
    }),
  );

export const configAnswer = z
  .object({
    name: text,
    max_batch_size: count.default(0),
    model_transaction_policy: z.object({ decoupled: z.boolean().default(false) }).nullish(),
    sequence_batching: z.object({}).nullish(),
  })
  .transform(
    (answer): ModelConfig => ({
      maxBatchSize: answer.max_batch_size,
      decoupled: answer.model_transaction_policy?.decoupled ?? false,
      sequenceBatching: Boolean(answer.sequence_batching),
    }),
  );

const indexEntry = z
  .object({ name: text, version: text.nullish(), state: text.nullish(), reason: text.nullish() })
  .transform(
    (entry): IndexedModel => ({
      name: entry.name,
      version: entry.version || null,
      state: entry.state ?? '',
      reason: entry.reason || null,
    }),
  );
export const indexAnswer = z.array(indexEntry);

const NEVER = { count: 0, ns: 0 };
const duration = z
  .object({ count: count.default(0), ns: count.default(0) })
  .nullish()
  .transform((sum) => sum ?? NEVER);

const batchAnswer = z
  .object({
    batch_size: count,
    compute_input: duration,
    compute_infer: duration,
    compute_output: duration,
  })
  .transform((batch) => ({
    batchSize: batch.batch_size,
    computeInput: batch.compute_input,
    computeInfer: batch.compute_infer,
    computeOutput: batch.compute_output,
  }));

const modelStatistics = z
  .object({
    name: text,
    version: text.default(''),
    last_inference: count.default(0),
    inference_count: count.default(0),
    execution_count: count.default(0),
    inference_stats: z
      .object({
        success: duration,
        fail: duration,
        queue: duration,
        compute_input: duration,
        compute_infer: duration,
        compute_output: duration,
        cache_hit: duration,
        cache_miss: duration,
      })
      .nullish(),
    batch_stats: z.array(batchAnswer).default([]),
  })
  .transform(
    (model): ModelStatistics => ({
      name: model.name,
      version: model.version,
      lastInferenceMs: model.last_inference,
      inferenceCount: model.inference_count,
      executionCount: model.execution_count,
      success: model.inference_stats?.success ?? NEVER,
      fail: model.inference_stats?.fail ?? NEVER,
      queue: model.inference_stats?.queue ?? NEVER,
      computeInput: model.inference_stats?.compute_input ?? NEVER,
      computeInfer: model.inference_stats?.compute_infer ?? NEVER,
      computeOutput: model.inference_stats?.compute_output ?? NEVER,
      cacheHit: model.inference_stats?.cache_hit ?? NEVER,
      cacheMiss: model.inference_stats?.cache_miss ?? NEVER,
      batches: model.batch_stats,
    }),
  );
export const statisticsAnswer = z
  .object({ model_stats: z.array(modelStatistics) })
  .transform((answer) => answer.model_stats);
