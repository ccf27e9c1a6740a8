import { z } from 'zod';
import { MOST_PAIRS } from '../most-pairs.ts';
import { url } from '../option-texts.ts';

const text = z.string().min(1);
const group = 'Comparison';

/** A pair alone has no spread, so nothing could be told from it. */
const FEWEST_PAIRS = 2;
export const DEFAULT_PAIRS = 8;

const judged = {
  pairs: z
    .int()
    .min(FEWEST_PAIRS)
    .max(MOST_PAIRS)
    .optional()
    .meta({
      group,
      placeholder: 'n',
      description: `pairs to measure (default: what bench calibrate found, else ${DEFAULT_PAIRS})`,
    }),
  limit: z.record(z.string(), z.string()).default({}).meta({
    group,
    placeholder: 'metric=share',
    description:
      'change of a metric that matters, or off; may be repeated (default p50=5%, p99=10%, throughput=5%)',
  }),
};

/** What `bench ab` takes beside the options of a run. A flag is its key in kebab-case. */
export const abOptionsSchema = z.strictObject({
  aUrl: url.optional().meta({ group, placeholder: 'url', description: 'HTTP address of A' }),
  bUrl: url.optional().meta({ group, placeholder: 'url', description: 'HTTP address of B' }),
  aGrpcUrl: text.optional().meta({
    group,
    placeholder: 'host:port',
    description: 'gRPC address of A (default: 8001 beside port 8000 of --a-url)',
  }),
  bGrpcUrl: text.optional().meta({
    group,
    placeholder: 'host:port',
    description: 'gRPC address of B (default: 8001 beside port 8000 of --b-url)',
  }),
  aMetricsUrl: url.optional().meta({
    group,
    placeholder: 'url',
    description: 'metrics page of A (default: 8002 beside port 8000 of --a-url)',
  }),
  bMetricsUrl: url.optional().meta({
    group,
    placeholder: 'url',
    description: 'metrics page of B (default: 8002 beside port 8000 of --b-url)',
  }),
  aModelVersion: text.optional().meta({
    group,
    placeholder: 'version',
    description: 'version of the model that is A, on one server',
  }),
  bModelVersion: text.optional().meta({
    group,
    placeholder: 'version',
    description: 'version of the model that is B',
  }),
  aCommand: text.optional().meta({
    group,
    placeholder: 'command',
    description:
      'command that starts the server of A, ended after each run; it listens at --a-url, else --url, else port 8000',
  }),
  bCommand: text.optional().meta({
    group,
    placeholder: 'command',
    description: 'command that starts the server of B; both may want the same port',
  }),
  reload: z.boolean().default(false).meta({
    group,
    description: 'unload and load --model before every run, through the repository API',
  }),
  ...judged,
  confirm: z.int().min(FEWEST_PAIRS).max(MOST_PAIRS).optional().meta({
    group,
    placeholder: 'n',
    description:
      'after "regressed": measure n fresh pairs, and let the verdict rest on those alone',
  }),
  force: z.boolean().default(false).meta({
    group,
    description: 'go on although the two were not measured alike, and say in what they differ',
  }),
  strict: z
    .boolean()
    .default(false)
    .meta({ group, description: 'exit 1 also when no change of the limits can be told' }),
});
export type AbOptions = z.output<typeof abOptionsSchema>;

/** What `bench calibrate` takes beside the options of a run. */
export const calibrateOptionsSchema = z.strictObject(judged);
