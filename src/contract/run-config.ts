import { z } from 'zod';
import { type RunOptions, type RunOptionsText, runOptionsSchema } from './run-options.ts';

type DurationKey = 'duration' | 'warmup' | 'timeout' | 'drain';
type WithUnits<T> = { [K in keyof T as K extends DurationKey ? `${K}Ms` : K]: T[K] };

/**
 * A complete, checked configuration. Exactly one of `durationMs` and `requests` bounds the measured
 * phase; at least one of `qps` (open loop) and `concurrency` is set.
 */
export type RunConfig = WithUnits<RunOptions>;

const DEFAULT_DURATION_MS = 30_000;
const MAX_PLANNED_REQUESTS = 2_000_000_000;

interface Mistake {
  readonly path: keyof RunOptions;
  readonly message: string;
}

const CONFLICTS: readonly (Mistake & { readonly when: (options: RunOptions) => boolean })[] = [
  {
    path: 'requests',
    message: 'give either --duration or --requests, not both',
    when: (o) => o.duration !== undefined && o.requests !== undefined,
  },
  { path: 'duration', message: 'must be more than 0', when: (o) => o.duration === 0 },
  { path: 'timeout', message: 'must be more than 0', when: (o) => o.timeout === 0 },
  {
    path: 'stack',
    message: 'an external server needs --url or --grpc-url',
    when: (o) => o.stack === 'external' && !o.url && !o.grpcUrl,
  },
  {
    path: 'stack',
    message: '--url names a running server, so none is embedded; leave out one of the two',
    when: (o) => o.stack === 'embedded' && Boolean(o.url || o.grpcUrl),
  },
  {
    path: 'engine',
    message: 'autocannon speaks HTTP alone; leave out --protocol grpc',
    when: (o) => o.engine === 'autocannon' && o.protocol === 'grpc',
  },
  {
    path: 'engine',
    message: 'autocannon keeps no due times; leave out --qps and give --concurrency',
    when: (o) => o.engine === 'autocannon' && o.qps !== undefined,
  },
  {
    path: 'engine',
    message: 'grpc-js speaks gRPC alone; add --protocol grpc',
    when: (o) => o.engine === 'grpc-js' && o.protocol === 'http',
  },
  {
    path: 'duration',
    message: 'too short for one request at this rate',
    when: (o) => o.requests === undefined && o.qps !== undefined && plannedRequests(o) < 0.5,
  },
  {
    path: 'duration',
    message: `more than ${MAX_PLANNED_REQUESTS} requests in one run`,
    when: (o) => plannedRequests(o) > MAX_PLANNED_REQUESTS,
  },
];

function plannedRequests({
  qps = 0,
  requests,
  duration = DEFAULT_DURATION_MS,
}: RunOptions): number {
  return requests ?? (qps * duration) / 1000;
}

/** What is wrong between options that are each fine on their own. */
export function conflictsOf(options: RunOptions): Mistake[] {
  return CONFLICTS.filter(({ when }) => when(options));
}

/** Fills what depends on other options and puts the unit into the name. */
export function completeConfig(options: RunOptions): RunConfig {
  const { duration, warmup, timeout, drain, ...rest } = options;
  const closedByDefault = rest.qps === undefined && rest.concurrency === undefined;
  return {
    ...rest,
    concurrency: closedByDefault ? 1 : rest.concurrency,
    // It makes text of every answer, which binary tensors do not survive.
    tensorFormat: rest.engine === 'autocannon' ? 'json' : rest.tensorFormat,
    durationMs: rest.requests === undefined ? (duration ?? DEFAULT_DURATION_MS) : undefined,
    warmupMs: warmup,
    timeoutMs: timeout,
    drainMs: drain,
  };
}

/** The same configuration as a user would write it: what `--print-config` and the result show. */
export function configAsText(config: RunConfig): RunOptionsText {
  const { durationMs, warmupMs, timeoutMs, drainMs, ...rest } = config;
  const options: RunOptions = {
    ...rest,
    duration: durationMs,
    warmup: warmupMs,
    timeout: timeoutMs,
    drain: drainMs,
  };
  const text = z.encode(runOptionsSchema, options);
  return Object.fromEntries(
    Object.entries(text).filter(([, value]) => value !== undefined),
  ) as RunOptionsText;
}
