import { z } from 'zod';
import { parseChangeLimit } from '../change-limit.ts';
import { url } from '../option-texts.ts';
import { runOptionsSchema } from '../run-options.ts';

const text = z.string().min(1);

/** Metric → the change of it that matters, as written: { p99: '10%' }. */
const limits = z
  .record(z.string(), z.string())
  .superRefine((given, context) => {
    for (const [metric, limit] of Object.entries(given)) {
      const parsed = parseChangeLimit(metric, limit);
      if (typeof parsed !== 'object') continue;
      const message = `${parsed.message}; ${parsed.hint}`;
      context.addIssue({ code: 'custom', path: [metric], message });
    }
  })
  .meta({
    description:
      'change of a metric, against history or base, that makes the job fail: a share such as 10%, or off (default p50: 5%, p99: 10%, throughput: 5%)',
  });

const KINDS = ['url', 'modelVersion', 'command'] as const;
const ONE_KIND =
  'name one thing to measure against: url (with grpcUrl for gRPC), modelVersion, or command with headCommand';

/** What a job is measured against, in turn with its own target. */
const base = z
  .strictObject({
    url: url.optional().meta({ description: 'another server, over HTTP' }),
    grpcUrl: text.optional().meta({ description: 'another server, over gRPC' }),
    modelVersion: text.optional().meta({ description: 'another version of the model' }),
    command: text.optional().meta({ description: 'starts the server that is measured against' }),
    headCommand: text.optional().meta({ description: 'starts the server that is judged' }),
    pairs: z.int().min(2).max(20).optional().meta({ description: 'pairs of runs (default 8)' }),
    confirm: z.int().min(2).max(20).optional().meta({
      description: 'fresh pairs to measure after "regressed"; the verdict rests on those alone',
    }),
  })
  .superRefine((given, context) => {
    const kinds = KINDS.filter((kind) => given[kind] !== undefined);
    const isGrpcAlone = kinds.length === 0 && given.grpcUrl !== undefined;
    const isMixed = given.grpcUrl !== undefined && kinds.some((kind) => kind !== 'url');
    const isHalf = (given.command === undefined) !== (given.headCommand === undefined);
    if ((kinds.length === 1 || isGrpcAlone) && !isMixed && !isHalf) return;
    context.addIssue({ code: 'custom', message: ONE_KIND });
  })
  .meta({ description: 'measure in turn with another target, and judge the pairs' });
export type JobBase = z.infer<typeof base>;

/** One list of values for each option that differs between the jobs it stands for. */
const matrix = z
  .record(z.string(), z.array(z.union([z.string(), z.number(), z.boolean()])).min(1))
  .meta({ description: 'one job of each combination: an option, and the values it takes' });

/** What a job may say beside the options of a run. */
export const jobKeys = { limits: limits.optional(), base: base.optional() };

/** A job as it is written. */
const jobSchema = z.strictObject({
  ...runOptionsSchema.shape,
  ...jobKeys,
  matrix: matrix.optional(),
});

/** `bench.yaml`: options of a run, and jobs that have them as their defaults. */
export const benchFileSchema = z.strictObject({
  ...runOptionsSchema.shape,
  ...jobKeys,
  jobs: z
    .record(z.string(), jobSchema.nullable())
    .optional()
    .meta({ description: 'jobs by name; every other key of the file is a default of all of them' }),
});
