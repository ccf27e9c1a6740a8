import { setTimeout as pause } from 'node:timers/promises';
import { type PrometheusApi, prometheusApi } from '../../clients/prometheus-api.ts';
import type { PrometheusAccess } from '../../contract/measurements.ts';
import type { ServerSeries } from '../../contract/server-evidence.ts';
import { type PrometheusWindow, prometheusSeries } from '../metrics/prometheus-series.ts';
import { scrapedPages } from '../metrics/prometheus-totals.ts';
import { matcher } from '../metrics/promql.ts';
import {
  findServer,
  type ServerInPrometheus,
  wasScrapedBy,
} from '../metrics/server-in-prometheus.ts';
import { untilScraped, untilShown } from './await-scrapes.ts';
import type { CounterDeltas } from './counter-deltas.ts';
import { CounterTally } from './counter-tally.ts';
import { countersOfPage } from './counters.ts';
import type { ServerTarget } from './server-reading.ts';

/** What Prometheus told of one load. */
export interface PrometheusFindings {
  readonly series: ServerSeries | undefined;
  /** The series reach from before the load to after it, are of one server, and not too coarse. */
  readonly isFit: boolean;
  /** Exact totals from the samples it scraped; null where they were not asked for, or do not reach. */
  readonly totals: CounterDeltas | null;
  readonly notes: readonly string[];
}

/** What is asked, and about when; times by our own clock, milliseconds since 1970. */
export interface PrometheusQuestion {
  readonly access: PrometheusAccess;
  readonly target: ServerTarget;
  readonly startMs: number;
  readonly endMs: number;
  readonly nowEpochMs: () => number;
  /** Only when the server itself does not tell: our own readings lie closer to the load. */
  readonly wantsTotals: boolean;
  /** Aborted when the user wants the run to end. */
  readonly interrupted?: AbortSignal;
}

const CALL_TIMEOUT_MS = 10_000;
/** The scrapes after the load that are waited for included; without need of its totals, much less. */
const PATIENCE_MS = { totals: 180_000, series: 60_000 } as const;
/** Who interrupted a run wants its end. */
const PATIENCE_OF_INTERRUPTED_MS = 5000;
/** Answers of a long run are long. */
const MOST_BYTES = 64 * 1024 * 1024;
/** Clocks apart by less are one clock, told in whole seconds, and a slow answer. */
const LARGEST_SKEW_MS = 1500;
/** Fewer samples than that in a load hide more than they show. */
const FEWEST_SCRAPES = 20;

/** Never fails: a Prometheus that does not tell is a note. */
export async function askPrometheus(question: PrometheusQuestion): Promise<PrometheusFindings> {
  const notes = new Set<string>();
  const found: Partial<Findings> = {};
  const done = new AbortController();
  try {
    await Promise.race([
      ask(question, found, (note) => notes.add(note), done.signal),
      impatience(question, done.signal),
    ]);
  } catch (error) {
    notes.add(`Prometheus does not tell (all) it knows: ${(error as Error).message}.`);
  }
  done.abort();
  const { series, isFit = false, totals = null } = found;
  return { series, isFit, totals, notes: [...notes] };
}

/** Fails when Prometheus was waited for long enough. */
async function impatience(
  { wantsTotals, interrupted }: PrometheusQuestion,
  done: AbortSignal,
): Promise<never> {
  const wait = (ms: number, signal: AbortSignal) =>
    pause(ms, undefined, { ref: false, signal }).catch(() => {});
  const patienceMs = PATIENCE_MS[wantsTotals ? 'totals' : 'series'];
  const either = interrupted ? AbortSignal.any([done, interrupted]) : done;
  await wait(patienceMs, either);
  if (!interrupted?.aborted) throw new Error(`it took longer than ${patienceMs / 1000} s`);
  await wait(PATIENCE_OF_INTERRUPTED_MS, done);
  throw new Error('the run was interrupted');
}

/** Filled in step by step: what was told before it failed is not lost. */
type Findings = {
  -readonly [K in Exclude<keyof PrometheusFindings, 'notes'>]: PrometheusFindings[K];
};

async function ask(
  { access, target, startMs, endMs, nowEpochMs, wantsTotals }: PrometheusQuestion,
  found: Partial<Findings>,
  note: (sentence: string) => void,
  done: AbortSignal,
): Promise<void> {
  const limits = { timeoutMs: CALL_TIMEOUT_MS, maxBytes: MOST_BYTES };
  const api = askedUntil(done, prometheusApi({ ...access, ...limits }));
  const skewMs = await skewOf(api, nowEpochMs, note);
  const load = { startMs: startMs + skewMs, endMs: endMs + skewMs };
  const model = { modelName: target.modelName, metricsUrl: target.addresses.metrics };
  const known = await findServer(api, model, await api.nowMs());
  const isCoarse = known !== null && isTooCoarse(known, load);
  if (isCoarse) note(coarseness(known, load));
  // Not worth the wait for its next scrape: our own readings are finer.
  if (isCoarse && !wantsTotals) return;
  const until = { endMs: load.endMs, isSettled: wantsTotals };
  const server = known && (await untilScraped(api, target, until));
  if (server === null) {
    note(`Prometheus knows no server that serves ${target.modelName}.`);
    return;
  }
  const window = windowOf(server, target, load);
  await tellSeries(api, server, window, found, note);
  found.isFit = (found.isFit ?? false) && !isCoarse;
  if (!wantsTotals) return;
  if (!server.isSettled) {
    note('The server’s counters in Prometheus were still moving after the load: other traffic?');
  }
  found.totals = await totalsOf(api, window, target, note);
}

/** Asks nothing more once nobody waits for it: a call that is pending would keep the process from ending. */
function askedUntil(done: AbortSignal, api: PrometheusApi): PrometheusApi {
  const unlessDone = <T>(call: () => Promise<T>): Promise<T> =>
    done.aborted ? Promise.reject(new Error('nobody waits any more')) : call();
  return {
    targets: () => unlessDone(() => api.targets()),
    query: (...question) => unlessDone(() => api.query(...question)),
    queryRange: (...question) => unlessDone(() => api.queryRange(...question)),
    nowMs: () => unlessDone(() => api.nowMs()),
  };
}

type Load = Pick<PrometheusWindow, 'startMs' | 'endMs'>;

function windowOf(
  { scrapeIntervalMs, servers }: ServerInPrometheus,
  { modelName, modelVersion }: ServerTarget,
  load: Load,
): PrometheusWindow {
  const version = modelVersion === null ? [] : [matcher('version', modelVersion)];
  return { ...load, scrapeIntervalMs, servers, models: [matcher('model', modelName), ...version] };
}

async function tellSeries(
  api: PrometheusApi,
  { servers, lastSampleMs }: ServerInPrometheus,
  window: PrometheusWindow,
  found: Partial<Findings>,
  note: (sentence: string) => void,
): Promise<void> {
  if (servers.length === 0) {
    note('Several servers in Prometheus serve this model: its series are of all of them.');
  }
  const isInTime = await wasScrapedBy(api, window, window.startMs);
  if (!isInTime) note('Prometheus had not scraped the server when the load began.');
  const isOver = lastSampleMs >= window.endMs;
  if (!isOver) note('Prometheus has not scraped the server since the load.');
  const isShown = isOver && (await untilShown(api, window));
  const { series, gapMs, leftOut } = await prometheusSeries(api, window, (warning) =>
    note(`Prometheus warns, its answer may be partial: ${warning}.`),
  );
  if (leftOut !== '') note(leftOut);
  const hasGap = gapMs > 0;
  if (hasGap) note(`Prometheus has no numbers for ${secondsOf(gapMs)} of the load.`);
  found.series = series;
  const isWhole = series !== undefined && isInTime && isShown && !hasGap;
  found.isFit = isWhole && servers.length > 0;
}

async function totalsOf(
  api: PrometheusApi,
  window: PrometheusWindow,
  { modelName, modelVersion }: ServerTarget,
  note: (sentence: string) => void,
): Promise<CounterDeltas | null> {
  // Pages of several servers, scraped at different times, are not one after the other.
  if (window.servers.length === 0) return null;
  const pages = await scrapedPages(api, window);
  if (pages === null) note('Prometheus has no samples from before the load to after it.');
  const [first, ...others] = (pages ?? []).map(({ samples }) =>
    countersOfPage(samples, modelName, modelVersion),
  );
  if (!first) return null;
  const tally = new CounterTally(first);
  for (const page of others) tally.add(page);
  return tally.deltas();
}

async function skewOf(
  api: PrometheusApi,
  nowEpochMs: () => number,
  note: (sentence: string) => void,
): Promise<number> {
  const askedMs = nowEpochMs();
  const theirsMs = await api.nowMs();
  const answeredMs = nowEpochMs();
  const skewMs = theirsMs - (askedMs + answeredMs) / 2;
  // It looked at its clock at any moment between question and answer.
  const doubtMs = (answeredMs - askedMs) / 2;
  if (!(Math.abs(skewMs) > LARGEST_SKEW_MS + doubtMs)) return 0;
  const seconds = (Math.abs(skewMs) / 1000).toFixed(1);
  note(
    `Prometheus’ clock is ${seconds} s ${skewMs > 0 ? 'ahead of' : 'behind'} ours: allowed for.`,
  );
  return skewMs;
}

function isTooCoarse({ scrapeIntervalMs }: ServerInPrometheus, { startMs, endMs }: Load): boolean {
  return scrapeIntervalMs > (endMs - startMs) / FEWEST_SCRAPES;
}

function coarseness({ scrapeIntervalMs }: ServerInPrometheus, { startMs, endMs }: Load): string {
  return `Prometheus scrapes every ${secondsOf(scrapeIntervalMs)}: coarse for a load of ${secondsOf(endMs - startMs)}.`;
}

function secondsOf(ms: number): string {
  return `${Number((ms / 1000).toFixed(1))} s`;
}
