import { z } from 'zod';
import {
  abortCondition,
  duration,
  gate,
  headers,
  precision,
  searchRange,
  shapes,
  stages,
  sweep,
  url,
} from './option-texts.ts';

const text = z.string().min(1);
const MAX_RATE = 1_000_000;
const MAX_CONCURRENCY = 100_000;

/**
 * Everything a user may choose for a run, once: type, check, default, flag, help line and doc row
 * all come from here. The keys are what `bench.yaml` says; a flag is its key in kebab-case.
 * `placeholder` names the value in help; `group` is the heading it stands under.
 */
export const runOptionsSchema = z.strictObject({
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
    .union([z.literal('auto'), z.int().min(1).max(256)])
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

  protocol: z
    .enum(['http', 'grpc'])
    .default('http')
    .meta({ group: 'Request', description: 'KServe v2 over HTTP/1.1 or over gRPC' }),
  model: text.optional().meta({
    group: 'Request',
    placeholder: 'name',
    description: 'model to ask (default: the first ready one)',
  }),
  modelVersion: z.string().regex(/^\d+$/, 'must be a whole number').optional().meta({
    group: 'Request',
    placeholder: 'n',
    description: "version of the model (default: the server's choice)",
  }),
  batchSize: z
    .int()
    .min(1)
    .max(1_000_000)
    .default(1)
    .meta({ group: 'Request', placeholder: 'n', description: 'inferences in one request' }),
  tensorFormat: z
    .enum(['binary', 'json'])
    .default('binary')
    .meta({ group: 'Request', description: 'how tensors travel over http; json measures parsing' }),
  inputData: text.default('auto').meta({
    group: 'Request',
    placeholder: 'auto|random|zero|path',
    description:
      'values sent: the digits where the model takes them, else random; a path names a JSON file as perf_analyzer reads it, or a folder with a file for each input',
  }),
  shape: shapes.default([]).meta({
    group: 'Request',
    placeholder: 'name:sizes',
    description: 'sizes of an input whose dimensions are open, such as image:3,224,224',
  }),
  requestParameter: z.record(z.string(), z.string()).default({}).meta({
    group: 'Request',
    placeholder: 'name=value',
    description: 'parameter of every request, such as timeout=500000',
  }),
  priority: z.int().min(0).max(4_294_967_295).optional().meta({
    group: 'Request',
    placeholder: 'n',
    description: "priority of every request where the model's queue has levels; 1 is the highest",
  }),

  stack: z.enum(['auto', 'embedded', 'external']).default('auto').meta({
    group: 'Server',
    description: 'auto: --url where given, else an embedded CPU stand-in',
  }),
  url: url.optional().meta({
    group: 'Server',
    placeholder: 'url',
    description: 'HTTP address of a running server; then nothing is started',
  }),
  grpcUrl: text.optional().meta({
    group: 'Server',
    placeholder: 'host:port',
    description:
      'gRPC address of a running server, grpcs:// for TLS (default: port 8001 beside --url)',
  }),
  metricsUrl: url.optional().meta({
    group: 'Server',
    placeholder: 'url',
    description: 'metrics page of a running server (default: port 8002 beside --url)',
  }),
  header: headers.default({}).meta({
    group: 'Server',
    placeholder: 'name=value',
    description:
      'HTTP header or gRPC metadata of every request and call; results keep the name alone',
  }),
  ca: text.optional().meta({
    group: 'Server',
    placeholder: 'file',
    description: "PEM certificates to trust instead of the system's, for https:// and grpcs://",
  }),
  insecure: z
    .boolean()
    .default(false)
    .meta({ group: 'Server', description: "do not verify the server's certificate" }),
  modelRepository: text.optional().meta({
    group: 'Server',
    placeholder: 'folder',
    description: "model repository to serve (default: the package's own)",
  }),

  slo: z.array(gate).default([]).meta({
    group: 'Verdict',
    placeholder: 'condition',
    description:
      "condition to meet, such as 'p99<10ms', errors<0.1%, throughput>=199/s; exit 1 when missed; may be repeated",
  }),
  abortOn: z.array(abortCondition).default([]).meta({
    group: 'Verdict',
    placeholder: 'condition',
    description:
      "end early and exit 1 when it holds over the last 5 s, such as 'errors>50%' (failed and timed out)",
  }),
  percentiles: z
    .array(z.number().gt(0).lt(100))
    .default([50, 90, 95, 99, 99.9])
    .meta({ group: 'Verdict', placeholder: 'list', description: 'percentiles to print' }),

  label: z
    .record(z.string(), z.string())
    .default({})
    .meta({ group: 'Result', placeholder: 'key=value', description: 'note kept with the result' }),
  reports: text.default('reports').meta({
    group: 'Result',
    placeholder: 'folder',
    description: 'folder that results are written to',
  }),
});

/** What a user chose, decoded: durations are milliseconds, conditions are gates. */
export type RunOptions = z.output<typeof runOptionsSchema>;
/** What a user may write: durations and conditions are text, most keys may be left out. */
export type RunOptionsText = z.input<typeof runOptionsSchema>;
