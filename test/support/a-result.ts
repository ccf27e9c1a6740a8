import type { Counters } from '../../src/contract/accounting.ts';
import type { JudgedPoint } from '../../src/contract/measurements.ts';
import type { GateResult, Point, Rule, Verdict } from '../../src/contract/point.ts';
import { type ResultDocument, SCHEMA_VERSION } from '../../src/contract/result-document.ts';
import {
  countersOf,
  failuresOf,
  histogramsOf,
  intervalsOf,
  type MadeRequest,
  numbersFrom,
  summaryOf,
} from './a-measurement.ts';

const SECOND = 1e9;
const MS = 1e6;

/** What a made-up run is like; everything left out is an ordinary healthy run. */
export interface RunShape {
  readonly modelName?: string;
  readonly ratePerSecond?: number;
  readonly seconds?: number;
  readonly warmupSeconds?: number;
  readonly endingOf?: (random: number, second: number) => MadeRequest['ending'];
  readonly serviceNs?: (random: number, second: number) => number;
  readonly failure?: { readonly reason: string; readonly message: string; readonly sample: string };
  readonly status?: ResultDocument['status'];
  readonly verdict?: Verdict;
  readonly fired?: readonly Rule['rule'][];
  readonly gates?: readonly GateResult[];
  readonly notes?: readonly string[];
  readonly server?: Point['server'];
  readonly labels?: Readonly<Record<string, string>>;
  readonly command?: string;
}

const RULES: readonly (Omit<Rule, 'fired'> & { readonly firedValue: string })[] = [
  {
    rule: 'distortion',
    verdict: 'invalid',
    title: 'We distorted the median',
    value: 'p50 1.2 % above clean',
    firedValue: 'p50 31 % above clean',
    limit: '10 % and 50 µs',
  },
  {
    rule: 'busy-loop',
    verdict: 'invalid',
    title: 'The generator was too busy',
    value: '31 % busy',
    firedValue: '93 % busy',
    limit: '80 %',
  },
  {
    rule: 'schedule',
    verdict: 'invalid',
    title: 'Requests left out of the schedule',
    value: '0',
    firedValue: '17',
    limit: '0',
  },
  {
    rule: 'accounting',
    verdict: 'invalid',
    title: 'Counts do not add up',
    value: 'identity holds, server agrees',
    firedValue: '12 requests unaccounted for',
    limit: 'exact',
  },
  {
    rule: 'wrong-answers',
    verdict: 'invalid',
    title: 'Wrong answers',
    value: '0',
    firedValue: '17',
    limit: '0',
  },
  {
    rule: 'server-restart',
    verdict: 'invalid',
    title: 'The server restarted',
    value: 'no',
    firedValue: 'restarted',
    limit: 'no',
  },
  {
    rule: 'lost-requests',
    verdict: 'saturated',
    title: 'Requests that never came back',
    value: '0 %',
    firedValue: '41.9 %',
    limit: '1 %',
  },
  {
    rule: 'growing-backlog',
    verdict: 'saturated',
    title: 'The backlog grew',
    value: '0.02 % of the rate',
    firedValue: '38 % of the rate',
    limit: '1 %',
  },
];

/** Mostly about 1.3 ms, one in a hundred about 9 ms. */
function ordinaryServiceNs(random: number): number {
  const tail = random > 0.99 ? 8 * MS * (random - 0.99) * 100 + 4 * MS : 0;
  return Math.round(1.1 * MS + 0.5 * MS * random + tail);
}

function requestsOf(shape: RunShape): MadeRequest[] {
  const { ratePerSecond = 100, seconds = 10, warmupSeconds = 2 } = shape;
  const next = numbersFrom(1);
  const total = Math.round(ratePerSecond * (seconds + warmupSeconds));
  return Array.from({ length: total }, (_, index) => {
    const dueNs = Math.round(((index + next()) / ratePerSecond) * SECOND);
    const second = Math.floor(dueNs / SECOND);
    const ending = shape.endingOf?.(next(), second) ?? 'completed';
    const serviceNs = (shape.serviceNs ?? ordinaryServiceNs)(next(), second);
    return {
      dueNs,
      latenessNs: Math.round(30_000 * next()),
      queueingNs: Math.round(4_000 * next()),
      serviceNs: ending === 'timedOut' ? 5 * SECOND : ending === 'unsent' ? 0 : serviceNs,
      ending,
    };
  });
}

function serverOf(requests: readonly MadeRequest[]): Point['server'] {
  const served = requests.filter(({ ending }) => ending === 'completed').length;
  return {
    requests: served,
    failures: 0,
    inferences: served,
    executions: Math.round(served * 0.8),
    meanRequestNs: 702_000,
    meanQueueNs: 212_000,
    meanComputeInputNs: 31_000,
    meanComputeInferNs: 390_000,
    meanComputeOutputNs: 24_000,
    batchSizes: [
      { batchSize: 1, executions: Math.round(served * 0.6) },
      { batchSize: 2, executions: Math.round(served * 0.2) },
    ],
    restarted: false,
    expectedRequests: requests.filter((r) => r.ending === 'completed' || r.ending === 'timedOut')
      .length,
  };
}

function workloadOf({ modelName = 'mnist_mlp', ratePerSecond = 100 }: RunShape): Point['workload'] {
  return {
    model: 'open',
    arrivals: 'poisson',
    ratePerSecond,
    concurrency: null,
    maxInFlight: 500,
    timeoutNs: 5 * SECOND,
    seed: 42,
    protocol: 'http',
    engine: 'native',
    pacing: 'precise',
    workers: 1,
    connections: 16,
    modelName,
    modelVersion: null,
    batchSize: 1,
    tensorFormat: 'binary',
    payload: {
      source: 'digits',
      distinct: 1000,
      bytesPerRequest: 3343,
      sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    },
  };
}

/** One point whose every number follows from made-up requests, so that nothing in it disagrees. */
export function aPoint(shape: RunShape = {}): JudgedPoint {
  const { seconds = 10, warmupSeconds = 2, fired = [] } = shape;
  const requests = requestsOf(shape);
  const measuredFromNs = warmupSeconds * SECOND;
  const warmup = requests.filter(({ dueNs }) => dueNs < measuredFromNs);
  const measured = requests.filter(({ dueNs }) => dueNs >= measuredFromNs);
  const counters = countersOf(measured);
  const perSecond = (count: number) => (seconds > 0 ? count / seconds : 0);
  return {
    name: `${shape.ratePerSecond ?? 100}/s`,
    workload: workloadOf(shape),
    phases: [
      { name: 'warmup', startNs: 0, durationNs: measuredFromNs, counters: countersOf(warmup) },
      { name: 'measured', startNs: measuredFromNs, durationNs: seconds * SECOND, counters },
    ],
    rates: {
      duePerSecond: perSecond(counters.planned),
      sentPerSecond: perSecond(counters.planned - counters.unsent),
      servedPerSecond: perSecond(counters.completed),
      inferencesPerSecond: perSecond(counters.completed),
    },
    latency: {
      response: summaryOf(measured, (r) => r.latenessNs + r.queueingNs + r.serviceNs),
      service: summaryOf(measured, (r) => r.serviceNs),
      lateness: summaryOf(measured, (r) => r.latenessNs),
      queueing: summaryOf(measured, (r) => r.queueingNs),
    },
    histograms: histogramsOf(measured),
    intervals: intervalsOf(requests, measuredFromNs),
    failures: failuresOf(
      requests,
      shape.failure ?? {
        reason: 'http-5xx',
        message: 'inference failed',
        sample: '{"error":"inference failed"}',
      },
    ),
    answers: {
      checked: counters.completed,
      wrong: 0,
      labelled: counters.completed,
      correct: Math.floor(counters.completed * 0.967),
    },
    generator: {
      cpuShare: 0.27,
      stealShare: 0.004,
      gcPauseNs: 11 * MS,
      stallsOver20Ms: 1,
      longestStallNs: 24 * MS,
      newConnections: 0,
      resent: 0,
      workers: [
        { worker: 0, counters, busyShare: 0.31, p50ResponseNs: 1_310_000, p99ResponseNs: null },
      ],
    },
    server: shape.server === undefined ? serverOf(requests) : shape.server,
    rules: RULES.map(({ firedValue, ...rule }) =>
      fired.includes(rule.rule)
        ? { ...rule, value: firedValue, fired: true }
        : { ...rule, fired: false },
    ),
    verdict: shape.verdict ?? 'valid',
    notes: [...(shape.notes ?? [])],
    gates: [...(shape.gates ?? [errorsGate(counters)])],
  };
}

function errorsGate({ planned, completed }: Counters): GateResult {
  if (planned === 0) return gate('errors<=1%', null, 0.01, null, false, 'no requests');
  const share = (planned - completed) / planned;
  return gate('errors<=1%', share, 0.01, (0.01 - share) / 0.01, share <= 0.01);
}

export function gate(
  expression: string,
  value: number | null,
  limit: number,
  margin: number | null,
  passed: boolean,
  reason: string | null = null,
): GateResult {
  return { expression, value, limit, margin, passed, reason };
}

/** A whole document that the schema accepts. */
export function aResult(shape: RunShape = {}): ResultDocument {
  const point = aPoint(shape);
  return {
    schemaVersion: SCHEMA_VERSION,
    id: '20261123-143015-mnist_mlp-100qps-a1b2',
    tool: { name: 'inferbench', version: '0.1.0' },
    startedAt: '2026-11-23T14:30:15.000Z',
    finishedAt: '2026-11-23T14:30:27.412Z',
    status: shape.status ?? 'complete',
    command: shape.command ?? 'bench run --qps 100 --duration 10s --warmup 2s --seed 42',
    labels: { ...shape.labels },
    config: {
      qps: 100,
      duration: '10s',
      warmup: '2s',
      arrivals: 'poisson',
      timeout: '5s',
      protocol: 'http',
      slo: ['errors<=1%'],
    },
    environment: {
      os: 'Linux 6.1.0 x64',
      cpuModel: 'Example CPU at 3 GHz',
      cpuCount: 8,
      memoryBytes: 16 * 2 ** 30,
      node: 'v20.20.2',
      container: false,
      gitRevision: '7a2c5f7d11aa',
    },
    target: {
      driver: 'embedded',
      standIn: 'embedded CPU stand-in, not Triton',
      serverName: 'inferbench-embedded',
      serverVersion: '0.1.0',
      address: 'http://127.0.0.1:41237',
    },
    points: [point],
    verdict: point.verdict,
    exitCode: 0,
  };
}
