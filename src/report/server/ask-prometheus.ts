import { setTimeout as pause } from 'node:timers/promises';
import { type PrometheusApi, prometheusApi } from '../../clients/prometheus-api.ts';
import type { PrometheusAccess } from '../../contract/measurements.ts';
import type { ServerSeries } from '../../contract/server-evidence.ts';
import { type PrometheusWindow, prometheusSeries } from '../metrics/prometheus-series.ts';
import { scrapedPages } from '../metrics/prometheus-totals.ts';
import { matcher } from '../metrics/promql.ts';
import {
  findServer,
  isShownAt,
  type ServerInPrometheus,
  wasScrapedBy,
} from '../metrics/server-in-prometheus.ts';
import type { CounterDeltas } from './counter-deltas.ts';
import { CounterTally } from './counter-tally.ts';
import { countersOfPage } from './counters.ts';
import type { ServerTarget } from './server-reading.ts';

/** What Prometheus told of one load. */
export interface PrometheusFindings {
  readonly series: ServerSeries | undefined;
  /** The series reach from before the load to after it. */
  readonly isWhole: boolean;
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
}

const CALL_TIMEOUT_MS = 10_000;
/** The scrapes after the load that are waited for included. */
const PATIENCE_MS = 180_000;
/** Answers of a long run are long. */
const MOST_BYTES = 64 * 1024 * 1024;
/** Clocks apart by less are one clock, told in whole seconds, and a slow answer. */
const LARGEST_SKEW_MS = 1500;
const LONGEST_HIDDEN_MS = 35_000;
const BETWEEN_LOOKS_MS = 1000;
const WAIT_SCRAPES = 5;
const WAIT_MORE_MS = 2000;
/** Fewer samples than that in a load hide more than they show. */
const FEWEST_SCRAPES = 20;

/** Never fails: a Prometheus that does not tell is a note. */
export async function askPrometheus(question: PrometheusQuestion): Promise<PrometheusFindings> {
  const notes = new Set<string>();
  const found: Partial<Findings> = {};
  const patience = new AbortController();
  try {
    await Promise.race([
      ask(question, found, (note) => notes.add(note)),
      pause(PATIENCE_MS, undefined, { ref: false, signal: patience.signal }).then(() => {
        throw new Error(`it took longer than ${PATIENCE_MS / 1000} s`);
      }),
    ]);
  } catch (error) {
    notes.add(`Prometheus does not tell (all) it knows: ${(error as Error).message}.`);
  }
  patience.abort();
  const { series, isWhole = false, totals = null } = found;
  return { series, isWhole, totals, notes: [...notes] };
}

/** Filled in step by step: what was told before it failed is not lost. */
type Findings = {
  -readonly [K in Exclude<keyof PrometheusFindings, 'notes'>]: PrometheusFindings[K];
};

async function ask(
  { access, target, startMs, endMs, nowEpochMs, wantsTotals }: PrometheusQuestion,
  found: Partial<Findings>,
  note: (sentence: string) => void,
): Promise<void> {
  const api = prometheusApi({ ...access, timeoutMs: CALL_TIMEOUT_MS, maxBytes: MOST_BYTES });
  const skewMs = await skewOf(api, nowEpochMs, note);
  const { modelName, modelVersion } = target;
  const server = await untilScraped(api, target, endMs + skewMs);
  if (server === null) {
    note(`Prometheus knows no server that serves ${modelName}.`);
    return;
  }
  const version = modelVersion === null ? [] : [matcher('version', modelVersion)];
  const window: PrometheusWindow = {
    ...{ startMs: startMs + skewMs, endMs: endMs + skewMs },
    ...{ scrapeIntervalMs: server.scrapeIntervalMs, servers: server.servers },
    models: [matcher('model', modelName), ...version],
  };
  for (const sentence of doubtsOf(server, window)) note(sentence);
  const isInTime = await wasScrapedBy(api, window, window.startMs);
  if (!isInTime) note('Prometheus had not scraped the server when the load began.');
  const isShown = server.lastSampleMs >= window.endMs && (await untilShown(api, window));
  found.series = await prometheusSeries(api, window, (warning) =>
    note(`Prometheus warns, its answer may be partial: ${warning}.`),
  );
  found.isWhole = isInTime && isShown;
  // Pages of several servers, scraped at different times, are not one after the other.
  if (!wantsTotals || server.servers.length === 0) return;
  const pages = await scrapedPages(api, window);
  if (pages === null) note('Prometheus has no samples from before the load to after it.');
  const [first, ...others] = (pages ?? []).map(({ samples }) =>
    countersOfPage(samples, modelName, modelVersion),
  );
  if (!first) return;
  const tally = new CounterTally(first);
  for (const page of others) tally.add(page);
  found.totals = tally.deltas();
}

async function skewOf(
  api: PrometheusApi,
  nowEpochMs: () => number,
  note: (sentence: string) => void,
): Promise<number> {
  const askedMs = nowEpochMs();
  const theirsMs = await api.nowMs();
  const skewMs = theirsMs - (askedMs + nowEpochMs()) / 2;
  if (!(Math.abs(skewMs) > LARGEST_SKEW_MS)) return 0;
  const seconds = (Math.abs(skewMs) / 1000).toFixed(1);
  note(
    `Prometheus’ clock is ${seconds} s ${skewMs > 0 ? 'ahead of' : 'behind'} ours: allowed for.`,
  );
  return skewMs;
}

/** Asks until the newest sample lies after the load and nothing moves any more; not for ever. */
async function untilScraped(
  api: PrometheusApi,
  { modelName, addresses }: ServerTarget,
  endMs: number,
): Promise<ServerInPrometheus | null> {
  const model = { modelName, metricsUrl: addresses.metrics };
  let waitedMs = 0;
  for (;;) {
    const server = await findServer(api, model, await api.nowMs());
    if (server === null || (server.lastSampleMs >= endMs && server.isSettled)) return server;
    const stepMs = Math.max(100, server.scrapeIntervalMs / 4);
    if (waitedMs > WAIT_SCRAPES * server.scrapeIntervalMs + WAIT_MORE_MS) return server;
    await pause(stepMs);
    waitedMs += stepMs;
  }
}

/** Of older VictoriaMetrics' ranges the last 30 s are hidden; nothing else makes it hide them less. */
async function untilShown(api: PrometheusApi, window: PrometheusWindow): Promise<boolean> {
  for (let waitedMs = 0; waitedMs <= LONGEST_HIDDEN_MS; waitedMs += BETWEEN_LOOKS_MS) {
    if (await isShownAt(api, window, window.endMs)) return true;
    await pause(BETWEEN_LOOKS_MS);
  }
  return false;
}

function doubtsOf(
  { servers, scrapeIntervalMs, lastSampleMs, isSettled }: ServerInPrometheus,
  { startMs, endMs }: PrometheusWindow,
): string[] {
  const seconds = (ms: number) => `${Number((ms / 1000).toFixed(1))} s`;
  const doubts: string[] = [];
  if (servers.length === 0) {
    doubts.push('Several servers in Prometheus serve this model: its series are of all of them.');
  }
  if (scrapeIntervalMs > (endMs - startMs) / FEWEST_SCRAPES) {
    doubts.push(
      `Prometheus scrapes every ${seconds(scrapeIntervalMs)}: coarse for a load of ${seconds(endMs - startMs)}.`,
    );
  }
  if (lastSampleMs < endMs) doubts.push('Prometheus has not scraped the server since the load.');
  else if (!isSettled) {
    doubts.push(
      'The server’s counters in Prometheus were still moving after the load: other traffic?',
    );
  }
  return doubts;
}
