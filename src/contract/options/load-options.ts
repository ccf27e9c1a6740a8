import { z } from 'zod';
import { duration, precision, searchRange, stages, sweep } from '../option-texts.ts';

const text = z.string().min(1);
const MAX_RATE = 1_000_000;
const MAX_CONCURRENCY = 100_000;

/** A worker is a thread; no machine that runs this has use for more. */
export const MAX_WORKERS = 256;

/** What is sent: rates, phases, pacing, workers, engine. */
export const loadOptions = {
  qps: z.number().positive().max(MAX_RATE).optional().meta({
    group: 'Load',
    placeholder: 'rate',
    description: 'requests per second to send, whatever the server does (open loop)',
  }),
  concurrency: z.int().min(1).max(MAX_CONCURRENCY).optional().meta({
    group: 'Load',
    placeholder: 'n',
    description:
      'requests kept in flight (closed loop; 1 where no load is given); in an open loop the cap in flight (default: rate × timeout, at most 1,024)',
  }),
  stages: stages.optional().meta({
    group: 'Load',
    placeholder: 'list',
    description:
      'rates over time (open loop): ramps from-to/time and steps rate/time, such as 0-200/30s,200/60s',
  }),
  trace: text.optional().meta({
    group: 'Load',
    placeholder: 'file',
    description: 'recorded arrivals to send again (open loop): seconds from the start, one a line',
  }),
  sweep: sweep.optional().meta({
    group: 'Load',
    placeholder: 'list',
    description: 'several loads, one point each: qps=50,100,200 or concurrency=1,2,4..64',
  }),
  search: searchRange.optional().meta({
    group: 'Load',
    placeholder: 'low..high',
    description: 'look for the highest rate between two that meets --slo, such as 50..5000',
  }),
  searchBudget: duration.optional().meta({
    group: 'Load',
    placeholder: 'time',
    description: 'time that a search may take (default 5m)',
  }),
  searchPrecision: precision.optional().meta({
    group: 'Load',
    placeholder: 'share',
    description: 'how close a search comes (default 5%)',
  }),
  duration: duration.optional().meta({
    group: 'Load',
    placeholder: 'time',
    description: 'length of the measured phase (default 30s; 10s for each run of a search)',
  }),
  requests: z.int().min(1).max(1_000_000_000).optional().meta({
    group: 'Load',
    placeholder: 'n',
    description: 'requests to measure, instead of --duration',
  }),
  warmup: duration.prefault('5s').meta({
    group: 'Load',
    placeholder: 'time',
    description: 'load before the measured phase, recorded apart',
  }),
  arrivals: z
    .enum(['poisson', 'constant'])
    .default('poisson')
    .meta({ group: 'Load', description: 'how arrivals are spaced in an open loop' }),
  seed: z
    .int()
    .min(0)
    .max(2 ** 32 - 1)
    .optional()
    .meta({
      group: 'Load',
      placeholder: 'n',
      description: 'seed of arrivals and payloads (default: random, kept in the result)',
    }),
  timeout: duration.prefault('5s').meta({
    group: 'Load',
    placeholder: 'time',
    description: 'limit of one request, counted from its sending',
  }),
  drain: duration.prefault('5s').meta({
    group: 'Load',
    placeholder: 'time',
    description: 'wait for answers still on their way at the end',
  }),
  connections: z.int().min(1).max(10_000).optional().meta({
    group: 'Load',
    placeholder: 'n',
    description:
      'connections opened before the start (default 16 for http, growing as needed; 4 for grpc)',
  }),
  pacing: z.enum(['precise', 'economic']).default('precise').meta({
    group: 'Load',
    description: 'precise: a metronome thread and a short spin; economic: timers only',
  }),
  workers: z
    .union([z.literal('auto'), z.int().min(1).max(MAX_WORKERS)])
    .default('auto')
    .meta({
      group: 'Load',
      placeholder: 'auto|n',
      description: 'worker threads that send; auto adds one per 15,000 requests/s aimed at',
    }),
  engine: z.enum(['native', 'grpc-js', 'autocannon', 'null']).default('native').meta({
    group: 'Load',
    description:
      "native: the tool's own client; grpc-js, autocannon: reference clients; null: no network",
  }),
};
