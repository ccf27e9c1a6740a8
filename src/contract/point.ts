import { z } from 'zod';
import { countersSchema } from './accounting.ts';
import { serverEvidenceSchema, serverSeriesSchema } from './server-evidence.ts';

/** One point of a result: one load (rate or concurrency), what it measured, and what it is worth. */

const ns = z.number().nonnegative();
const count = z.int().nonnegative();
/** An HDR histogram of nanoseconds, V2 encoding, compressed, base64: any HDR tool reads it. */
const histogram = z.string();
const share = z.number().min(0).max(1);

/**
 * measured: the value and its 95 % interval within this run (highNs null: open above);
 *   `distorted` when our own lateness moved it; `decidedBySeconds` when few seconds hold the tail.
 * beyond: the rank falls among requests that never came back; all that is known is "> aboveNs".
 * too-few: not printed, `needs` requests would be enough.
 */
const percentileSchema = z.discriminatedUnion('state', [
  z.strictObject({
    state: z.literal('measured'),
    percent: z.number(),
    valueNs: ns,
    lowNs: ns,
    highNs: ns.nullable(),
    distorted: z.boolean(),
    decidedBySeconds: count.nullable(),
  }),
  z.strictObject({ state: z.literal('beyond'), percent: z.number(), aboveNs: ns }),
  z.strictObject({ state: z.literal('too-few'), percent: z.number(), needs: count }),
]);
export type Percentile = z.infer<typeof percentileSchema>;

/** `censored` requests (timed out, aborted, unsent) never came back: they are above every value. */
const latencySummarySchema = z.strictObject({
  count,
  censored: count,
  meanNs: ns.nullable(),
  minNs: ns.nullable(),
  maxNs: ns.nullable(),
  percentiles: z.array(percentileSchema),
});
export type LatencySummary = z.infer<typeof latencySummarySchema>;

const histogramsSchema = z.strictObject({
  response: histogram.describe('done − due, completed and timed out'),
  service: histogram.describe('done − sent, completed and timed out'),
  lateness: histogram.describe('dispatched − due: our own fault'),
  queueing: histogram.describe('sent − dispatched: no free slot'),
  clean: histogram.describe('done − dispatched of requests our own stalls did not touch'),
  failed: histogram.describe('done − due of failed requests, never mixed in'),
});
export type EncodedHistograms = z.infer<typeof histogramsSchema>;

const phaseNameSchema = z.enum(['warmup', 'measured']);
export type PhaseName = z.infer<typeof phaseNameSchema>;

const phaseSchema = z.strictObject({
  name: phaseNameSchema,
  startNs: ns.describe('since the start of the load'),
  durationNs: ns,
  counters: countersSchema,
});
export type Phase = z.infer<typeof phaseSchema>;

/** One second of the load. Requests count in the second they were due, answers in that they came. */
const intervalSchema = z.strictObject({
  second: count.describe('0 is the first second of the load, warm-up included'),
  phase: phaseNameSchema,
  due: count,
  sent: count,
  completed: count,
  failed: count,
  timedOut: count,
  inFlight: count.describe('sent and unanswered when the second ended'),
  waiting: count.describe('due and unsent when the second ended'),
  stallNs: ns.describe("longest standstill of the generator's own loop"),
  response: histogram,
  service: histogram,
});
export type Interval = z.infer<typeof intervalSchema>;

const failureSchema = z.strictObject({
  reason: z.string().describe('one of the closed list of outcomes'),
  message: z.string().describe('the server’s words with ids and numbers taken out'),
  count,
  firstNs: ns.describe('since the start of the load'),
  lastNs: ns,
  sample: z.string().describe('one whole message, cut at 500 characters'),
});
export type Failure = z.infer<typeof failureSchema>;

export const workloadSchema = z.strictObject({
  model: z.enum(['open', 'closed']).describe('open: sent on schedule; closed: sent when answered'),
  arrivals: z.enum(['poisson', 'constant', 'trace', 'on-answer']),
  ratePerSecond: z
    .number()
    .positive()
    .nullable()
    .describe('aimed at, the mean where it varies; null in closed loop'),
  stages: z.string().optional().describe('how the rate varies, as --stages writes it'),
  trace: z
    .strictObject({ file: z.string(), arrivals: count, sha256: z.string() })
    .optional()
    .describe('the recorded arrivals that were sent again'),
  concurrency: count.nullable().describe('closed loop: requests kept in flight'),
  maxInFlight: count,
  timeoutNs: ns,
  seed: count,
  protocol: z.enum(['http', 'grpc']),
  engine: z.string(),
  pacing: z.string(),
  workers: count,
  connections: count.describe('opened before the first due time'),
  modelName: z.string(),
  modelVersion: z.string().nullable(),
  batchSize: count,
  tensorFormat: z.string(),
  payload: z.strictObject({
    source: z.string().describe('digits, random, …'),
    distinct: count,
    bytesPerRequest: count,
    sha256: z.string(),
  }),
});
export type Workload = z.infer<typeof workloadSchema>;

const workerSchema = z.strictObject({
  worker: count,
  counters: countersSchema,
  busyShare: share.describe('event-loop use without the idle spin, measured phase'),
  p50ResponseNs: ns.nullable(),
  p99ResponseNs: ns.nullable(),
});
export type WorkerSpread = z.infer<typeof workerSchema>;

/** How the generator itself fared in the measured phase. */
const generatorSchema = z.strictObject({
  cpuShare: z.number().nonnegative().describe('of one core, whole process'),
  stealShare: share
    .nullable()
    .describe('CPU time taken away by the hypervisor; null where unknown'),
  gcPauseNs: ns,
  stallsOver20Ms: count,
  longestStallNs: ns,
  newConnections: count.describe('opened inside the measured phase'),
  resent: count.describe('sent again because the server said it had not processed them'),
  workers: z.array(workerSchema),
});
export type Generator = z.infer<typeof generatorSchema>;

/** One rule that decides whether the numbers can be believed, with what it saw. */
const ruleSchema = z.strictObject({
  rule: z.enum([
    'distortion',
    'busy-loop',
    'schedule',
    'accounting',
    'wrong-answers',
    'server-restart',
    'lost-requests',
    'growing-backlog',
    'cut-off',
  ]),
  verdict: z.enum(['invalid', 'saturated']).describe('what the run is when the rule fires'),
  title: z.string(),
  value: z.string(),
  limit: z.string(),
  fired: z.boolean(),
  judged: z.literal(false).optional().describe('set where it could not be told'),
});
export type Rule = z.infer<typeof ruleSchema>;

export const verdictSchema = z.enum(['valid', 'saturated', 'invalid']);
export type Verdict = z.infer<typeof verdictSchema>;

const gateResultSchema = z.strictObject({
  expression: z.string(),
  value: z.number().nullable().describe('base units; null: missing, or above everything measured'),
  limit: z.number(),
  margin: z.number().nullable().describe('share of the limit left; negative when missed'),
  passed: z.boolean(),
  reason: z.string().nullable().describe('why it failed without a value, or why it is unsure'),
});
export type GateResult = z.infer<typeof gateResultSchema>;

export const pointSchema = z.strictObject({
  name: z.string(),
  startedAt: z.iso.datetime().optional().describe('when second 0 of the load began'),
  workload: workloadSchema,
  phases: z.array(phaseSchema).describe('warm-up (may be of length 0), then measured'),
  rates: z.strictObject({
    duePerSecond: z.number().nonnegative(),
    sentPerSecond: z.number().nonnegative(),
    servedPerSecond: z.number().nonnegative(),
    inferencesPerSecond: z.number().nonnegative(),
  }),
  latency: z.strictObject({
    response: latencySummarySchema,
    service: latencySummarySchema,
    lateness: latencySummarySchema,
    queueing: latencySummarySchema,
  }),
  histograms: histogramsSchema.describe('measured phase, all workers merged'),
  intervals: z.array(intervalSchema),
  failures: z.array(failureSchema),
  answers: z.strictObject({
    checked: count.describe('inferences compared with the reference outputs'),
    wrong: count,
    labelled: count,
    correct: count.describe('inferences whose largest output is the label'),
  }),
  generator: generatorSchema.nullable().describe('null: it never came to report'),
  server: serverEvidenceSchema.nullable(),
  serverSeries: serverSeriesSchema.optional(),
  rules: z.array(ruleSchema),
  verdict: verdictSchema,
  notes: z.array(z.string()),
  gates: z.array(gateResultSchema),
});
export type Point = z.infer<typeof pointSchema>;
