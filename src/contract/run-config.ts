import { z } from 'zod';
import type { OptionConflict } from './option-conflict.ts';
import { type RunOptions, type RunOptionsText, runOptionsSchema } from './run-options.ts';
import { STACK_CONFLICTS } from './stack-conflicts.ts';
import { stageArrivals } from './stages.ts';

type DurationKey =
  | 'duration'
  | 'warmup'
  | 'timeout'
  | 'drain'
  | 'searchBudget'
  | 'readyTimeout'
  | 'scrapeInterval'
  | 'snapshotExpires';
type WithUnits<T> = { [K in keyof T as K extends DurationKey ? `${K}Ms` : K]: T[K] };

/**
 * A complete, checked configuration. At most one of `LOAD_KEYS` is set, and without any of them
 * `concurrency`. Exactly one of `durationMs`, `requests`, `stages` and `trace` bounds the measured phase.
 */
export type RunConfig = WithUnits<RunOptions>;

/** What is sent; one of them at most. */
export const LOAD_KEYS = ['qps', 'stages', 'trace', 'sweep', 'search'] as const;

const DEFAULT_DURATION_MS = 30_000;
const DEFAULT_PROBE_MS = 10_000;
const DEFAULT_SEARCH_BUDGET_MS = 300_000;
const DEFAULT_SEARCH_PRECISION = 0.05;
const MAX_PLANNED_REQUESTS = 2_000_000_000;

const CONFLICTS: readonly OptionConflict[] = [
  {
    path: 'requests',
    message: 'give either --duration or --requests, not both',
    when: (o) => o.duration !== undefined && o.requests !== undefined,
  },
  ...LOAD_KEYS.map((path, index) => ({
    path,
    message:
      'says what to send a second time; give only one of --qps, --stages, --trace, --sweep, --search',
    when: (o: RunOptions) =>
      o[path] !== undefined && LOAD_KEYS.slice(0, index).some((key) => o[key] !== undefined),
  })),
  {
    path: 'slo',
    message: 'a search needs a condition to meet; give one, such as p99<10ms',
    when: (o) => o.search !== undefined && o.slo.length === 0,
  },
  {
    path: 'requests',
    message: 'a search measures each rate for a time; give --duration',
    when: (o) => o.search !== undefined && o.requests !== undefined,
  },
  ...(['searchBudget', 'searchPrecision'] as const).map((path) => ({
    path,
    message: 'there is nothing to search without --search',
    when: (o: RunOptions) => o[path] !== undefined && o.search === undefined,
  })),
  {
    path: 'concurrency',
    message: 'the sweep already says how many requests to keep in flight',
    when: (o) => o.concurrency !== undefined && o.sweep?.over === 'concurrency',
  },
  ...(['duration', 'requests'] as const).map((path) => ({
    path,
    message: 'the stages or the trace already say how long to measure',
    when: (o: RunOptions) => o[path] !== undefined && hasLengthOfItsOwn(o),
  })),
  { path: 'duration', message: 'must be more than 0', when: (o) => o.duration === 0 },
  { path: 'timeout', message: 'must be more than 0', when: (o) => o.timeout === 0 },
  ...STACK_CONFLICTS,
  {
    path: 'abortOn',
    message: 'a search judges each rate itself; leave out --abort-on',
    when: (o) => o.search !== undefined && o.abortOn.length > 0,
  },
  {
    path: 'priority',
    message: 'it is given as a --request-parameter too; leave out one of the two',
    when: (o) => o.priority !== undefined && 'priority' in o.requestParameter,
  },
  {
    path: 'insecure',
    message: 'with it no certificate is verified; leave out one of --ca and --insecure',
    when: (o) => o.insecure && o.ca !== undefined,
  },
  {
    path: 'engine',
    message: 'autocannon speaks HTTP alone; leave out --protocol grpc',
    when: (o) => o.engine === 'autocannon' && o.protocol === 'grpc',
  },
  {
    path: 'engine',
    message: 'autocannon keeps no due times; give --concurrency and no rate',
    when: (o) => o.engine === 'autocannon' && hasSchedule(o),
  },
  {
    path: 'samples',
    message: 'autocannon sends the same bytes again and again, so no id could travel; leave it out',
    when: (o) => o.engine === 'autocannon' && o.samples !== undefined,
  },
  {
    path: 'engine',
    message: 'grpc-js speaks gRPC alone; add --protocol grpc',
    when: (o) => o.engine === 'grpc-js' && o.protocol === 'http',
  },
  {
    path: 'duration',
    message: 'too short for one request at this rate',
    when: (o) => o.requests === undefined && fewestRequests(o) < 0.5,
  },
  {
    path: 'duration',
    message: `more than ${MAX_PLANNED_REQUESTS} requests in one run`,
    when: (o) => plannedRequests(o) > MAX_PLANNED_REQUESTS,
  },
];

function hasSchedule({ qps, stages, trace, sweep, search }: RunOptions): boolean {
  return [qps, stages, trace, search].some((one) => one !== undefined) || sweep?.over === 'qps';
}

function hasLengthOfItsOwn({ stages, trace }: RunOptions): boolean {
  return stages !== undefined || trace !== undefined;
}

function plannedRequests({
  sweep,
  qps = sweep?.over === 'qps' ? Math.max(...sweep.values) : 0,
  requests,
  stages,
  duration = DEFAULT_DURATION_MS,
}: RunOptions): number {
  if (stages) return stageArrivals(stages);
  return requests ?? (qps * duration) / 1000;
}

/** Of the smallest point; no limit where no rate says how many there will be. */
function fewestRequests(options: RunOptions): number {
  const { sweep, qps } = options;
  if (sweep?.over === 'qps') {
    return plannedRequests({ ...options, sweep: undefined, qps: Math.min(...sweep.values) });
  }
  return qps === undefined ? Number.POSITIVE_INFINITY : plannedRequests(options);
}

/** What is wrong between options that are each fine on their own. */
export function conflictsOf(options: RunOptions): readonly OptionConflict[] {
  return CONFLICTS.filter(({ when }) => when(options));
}

/** Fills what depends on other options and puts the unit into the name. */
export function completeConfig(options: RunOptions): RunConfig {
  const { duration, warmup, timeout, drain, searchBudget, searchPrecision, ...others } = options;
  const { readyTimeout, scrapeInterval, snapshotExpires, ...rest } = others;
  const isSearch = rest.search !== undefined;
  const closedByDefault = [...LOAD_KEYS, 'concurrency' as const].every(
    (key) => rest[key] === undefined,
  );
  const bounded = rest.requests !== undefined || hasLengthOfItsOwn(options);
  return {
    ...rest,
    concurrency: closedByDefault ? 1 : rest.concurrency,
    // It makes text of every answer, which binary tensors do not survive.
    tensorFormat: rest.engine === 'autocannon' ? 'json' : rest.tensorFormat,
    durationMs: bounded
      ? undefined
      : (duration ?? (isSearch ? DEFAULT_PROBE_MS : DEFAULT_DURATION_MS)),
    warmupMs: warmup,
    timeoutMs: timeout,
    drainMs: drain,
    readyTimeoutMs: readyTimeout,
    scrapeIntervalMs: scrapeInterval,
    snapshotExpiresMs: snapshotExpires,
    searchBudgetMs: isSearch ? (searchBudget ?? DEFAULT_SEARCH_BUDGET_MS) : undefined,
    searchPrecision: isSearch ? (searchPrecision ?? DEFAULT_SEARCH_PRECISION) : undefined,
  };
}

/** The same configuration as a user would write it: what `--print-config` and the result show. */
export function configAsText(config: RunConfig): RunOptionsText {
  const { durationMs, warmupMs, timeoutMs, drainMs, searchBudgetMs, ...others } = config;
  const { readyTimeoutMs, scrapeIntervalMs, snapshotExpiresMs, ...rest } = others;
  const options: RunOptions = {
    ...rest,
    duration: durationMs,
    warmup: warmupMs,
    timeout: timeoutMs,
    drain: drainMs,
    searchBudget: searchBudgetMs,
    readyTimeout: readyTimeoutMs,
    scrapeInterval: scrapeIntervalMs,
    snapshotExpires: snapshotExpiresMs,
  };
  const text = z.encode(runOptionsSchema, options);
  return Object.fromEntries(
    Object.entries(text).filter(([, value]) => value !== undefined),
  ) as RunOptionsText;
}
