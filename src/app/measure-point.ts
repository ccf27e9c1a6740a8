import type { StartedLoad } from '../contract/journal.ts';
import type {
  LoadOutcome,
  PrometheusAccess,
  ServerAccess,
  ServerAddresses,
} from '../contract/measurements.ts';
import type { Interval, Point } from '../contract/point.ts';
import { type Gate, printGate } from '../contract/slo.ts';
import {
  judge,
  LoadCrash,
  type PreparedLoad,
  runLoad,
  type SecondDetail,
  secondPercentiles,
} from '../load/index.ts';
import { isoTime, observeServer, type RunRecord } from '../report/index.ts';
import type { Environment } from './environment.ts';
import type { ExposedMetrics } from './exposed-metrics.ts';

/** Whom to ask, with what credentials, and how we hear of its end. */
export interface AskedServer {
  readonly addresses: ServerAddresses;
  readonly access: ServerAccess;
  /** Where there is one that scrapes the server. */
  readonly prometheus?: PrometheusAccess;
  /** Resolves with a sentence if a server of our own dies. */
  readonly died: Promise<string>;
  /** What a reader must know of how it runs. */
  readonly notes: readonly string[];
}

/** One load that was sent, and how it ended. */
export interface MeasuredPoint {
  readonly point: Point;
  readonly interrupted: boolean;
  /** A condition of --abort-on ended it. */
  readonly aborted: boolean;
  /** What broke while the load was sent, a worker or the server we started; null when nothing did. */
  readonly crash: string | null;
}

/**
 * Load → evidence → verdict.
 * @throws BenchError when nothing could be measured
 */
export async function measurePoint(
  prepared: PreparedLoad,
  { gates, server, record, exposed }: PointTask,
  env: Environment,
): Promise<MeasuredPoint> {
  const { workload, phases } = prepared.plan;
  const { modelName, modelVersion } = workload;
  const { nowEpochMs } = env;
  const { prometheus } = server;
  using observer = await observeServer(
    { ...server, modelName, modelVersion },
    {
      ...{ nowEpochMs, onReading: (now) => env.events.onServerReading?.(now) },
      ...(prometheus && { prometheus }),
      interrupted: env.signal,
    },
  );
  const totalMs = phases.reduce<number | null>(
    (sum, { durationNs }) => (sum === null || durationNs === null ? null : sum + durationNs / 1e6),
    0,
  );
  env.events.onLoad?.(workload, totalMs);
  let loadStartedMs = nowEpochMs();
  const onStart = (startedAtEpochMs: number) => {
    loadStartedMs = startedAtEpochMs;
    observer.loadStarts(startedAtEpochMs);
    record.loadStarted({ startedAtEpochMs, ...describeLoad(prepared, gates) });
  };
  const { outcome, crash: lostWorker } = await load(prepared, onStart, { record, exposed }, env);
  const { evidence, series } = await observer.after(outcome);
  const crash = lostWorker ?? (await deathOf(server));
  const point = judge(outcome, evidence, gates);
  const missing = prepared.samples?.takeNotes() ?? [];
  for (const note of missing) env.events.onWarning?.(note);
  const ends = crash === null ? [] : [crash];
  const notes = [...point.notes, ...observer.notes, ...server.notes, ...missing, ...ends];
  const startedAt = isoTime(loadStartedMs);
  const noted = { ...point, startedAt, notes, ...(series && { serverSeries: series }) };
  record.loadJudged(noted);
  return {
    point: noted,
    interrupted: outcome.interrupted && outcome.abortReason === null,
    aborted: outcome.abortReason !== null,
    crash,
  };
}

/** Null while it lives. Refused connections alone would look like a server that is up and fails. */
async function deathOf({ died }: AskedServer): Promise<string | null> {
  const sentence = await Promise.race([died, null]);
  return sentence?.replaceAll('\n', ' / ') ?? null;
}

/** What is wanted of a load beside sending it. */
interface PointTask extends RunListeners {
  readonly gates: readonly Gate[];
  readonly server: AskedServer;
}

/** Who is told of a run second by second. */
export interface RunListeners {
  /** Keeps what is measured, should nothing after it come to pass. */
  readonly record: RunRecord;
  /** Shows it while the run lasts. */
  readonly exposed: ExposedMetrics;
}

function describeLoad(
  { plan: { workload, phases, percentiles } }: PreparedLoad,
  gates: readonly Gate[],
): Omit<StartedLoad, 'startedAtEpochMs'> {
  return {
    workload,
    phases: phases.map(({ name, startNs, durationNs }) => ({ name, startNs, durationNs })),
    percentiles: [...percentiles],
    conditions: gates.map(printGate),
  };
}

/** A worker that died costs the run, but not what the others measured until then. */
async function load(
  prepared: PreparedLoad,
  onStart: (startedAtEpochMs: number) => void,
  { record, exposed }: RunListeners,
  env: Environment,
): Promise<{ outcome: LoadOutcome; crash: string | null }> {
  const { protocol, modelName } = prepared.plan.workload;
  exposed.begin({ run: record.id ?? '', model: modelName, protocol });
  const onInterval = (second: Interval, detail: SecondDetail) => {
    record.second(second);
    exposed.second(second, detail);
    env.events.onInterval?.(second, secondPercentiles(second));
  };
  try {
    return { outcome: await runLoad(prepared, { onStart, onInterval }, env.signal), crash: null };
  } catch (error) {
    if (!(error instanceof LoadCrash) || error.measured === null) throw error;
    env.events.onWarning?.(error.message);
    return { outcome: error.measured, crash: error.message };
  }
}
