import { z } from 'zod';
import { epochMs } from './epoch-ms.ts';
import type { LoadOutcome } from './measurements.ts';
import { MAX_WORKERS } from './options/load-options.ts';
import type { OutcomeCode } from './outcome.ts';
import { type PhaseName, workloadSchema } from './point.ts';

const count = z.int().nonnegative();

/**
 * One request of a file of samples. Times are nanoseconds since the load's epoch (the start of its
 * warm-up); -1: it did not come that far.
 */
export interface Sample {
  /** Place in the global schedule of its load. */
  readonly index: number;
  /** Which request of the payload was sent. */
  readonly request: number;
  readonly worker: number;
  readonly dueNs: number;
  readonly dispatchedNs: number;
  readonly sentNs: number;
  readonly firstByteNs: number;
  /** -1: never sent, and ended by no engine. */
  readonly doneNs: number;
  readonly outcome: OutcomeCode;
  /** What went wrong, in the words of the first request that failed so; '' when nothing did. */
  readonly detail: string;
  /** Inferences whose largest output was the label. */
  readonly correct: number;
  /** Our own loop stood still while it was dispatched or stamped. */
  readonly touched: boolean;
}

/** What a file of samples says of the whole run. */
export const sampledRunSchema = z.object({
  tool: z.object({ name: z.string(), version: z.string() }),
  startedAtEpochMs: epochMs.describe('of the run, milliseconds since 1970'),
  outcomes: z.array(z.string()).describe('name of each outcome code'),
});
export type SampledRun = z.infer<typeof sampledRunSchema>;

/** What it says of one load, before its records. */
export const sampledLoadSchema = z.object({
  point: count.describe('0 is the first load of the run'),
  name: z.string(),
  startedAtEpochMs: epochMs.describe('the load’s epoch, milliseconds since 1970'),
  workload: workloadSchema.extend({ workers: count.max(MAX_WORKERS) }),
  phases: z.array(
    z.object({
      name: z.enum(['warmup', 'measured']),
      startNs: z.number(),
      durationNs: z.number().nullable(),
    }),
  ),
  percentiles: z.array(z.number()),
  hasReference: z.boolean().describe('values of answers were compared'),
  hasLabels: z.boolean(),
});
export type SampledLoad = z.infer<typeof sampledLoadSchema>;

/** Words of failures, before the first record that names them. A worker's are numbered from 1 on. */
export const sampledTextsSchema = z.object({ worker: count, texts: z.array(z.string()) });
export type SampledTexts = z.infer<typeof sampledTextsSchema>;

/** And after them: how many there are, and how many are missing because the disk did not keep up. */
export const sampledEndSchema = z.object({ point: count, records: count, lost: count });
export type SampledEnd = z.infer<typeof sampledEndSchema>;

/** The last words of a file that is whole. */
export const sampledDoneSchema = z.object({
  resultId: z.string().nullable().describe('of the result of the same run; null: it has none'),
});

/** A request of a file of samples, with what its load says of it. */
export interface SampleRow extends Sample {
  readonly point: number;
  /** What it carried to the server. */
  readonly id: string;
  readonly phase: PhaseName;
}

/** One load of a file of samples, recorded anew from its requests. */
export interface ReplayedLoad {
  readonly load: SampledLoad;
  /** As in the result, but for what only the running generator knew. */
  readonly outcome: Omit<LoadOutcome, 'generator'>;
  /** Requests that are missing although they ended; null: the file ends before it says so. */
  readonly lost: number | null;
}

/** A file of samples, read to its end. */
export interface ReplayedSamples {
  readonly path: string;
  readonly run: SampledRun;
  readonly loads: readonly ReplayedLoad[];
  /** Of the result of the same run. */
  readonly resultId: string | null;
  /** The run was killed, or the file was cut: it ends before its end. */
  readonly isCut: boolean;
}
