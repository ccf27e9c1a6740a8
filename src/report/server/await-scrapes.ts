import { setTimeout as pause } from 'node:timers/promises';
import type { PrometheusApi } from '../../clients/prometheus-api.ts';
import type { PrometheusWindow } from '../metrics/prometheus-series.ts';
import { findServer, isShownAt, type ServerInPrometheus } from '../metrics/server-in-prometheus.ts';
import type { ServerTarget } from './server-reading.ts';

const LONGEST_HIDDEN_MS = 35_000;
const BETWEEN_LOOKS_MS = 1000;
const WAIT_SCRAPES = 5;
const WAIT_MORE_MS = 2000;

/**
 * Asks until the newest sample lies after the load, and with `isSettled` nothing moves any more; not for
 * ever. null when Prometheus knows no such server.
 */
export async function untilScraped(
  api: PrometheusApi,
  { modelName, addresses }: ServerTarget,
  { endMs, isSettled }: { readonly endMs: number; readonly isSettled: boolean },
): Promise<ServerInPrometheus | null> {
  const model = { modelName, metricsUrl: addresses.metrics };
  let waitedMs = 0;
  for (;;) {
    const server = await findServer(api, model, await api.nowMs());
    if (server === null) return null;
    if (server.lastSampleMs >= endMs && (server.isSettled || !isSettled)) return server;
    const stepMs = Math.max(100, server.scrapeIntervalMs / 4);
    if (waitedMs > WAIT_SCRAPES * server.scrapeIntervalMs + WAIT_MORE_MS) return server;
    await pause(stepMs);
    waitedMs += stepMs;
  }
}

/** Of older VictoriaMetrics' ranges the last 30 s are hidden; nothing else makes it hide them less. */
export async function untilShown(api: PrometheusApi, window: PrometheusWindow): Promise<boolean> {
  for (let waitedMs = 0; waitedMs <= LONGEST_HIDDEN_MS; waitedMs += BETWEEN_LOOKS_MS) {
    if (await isShownAt(api, window, window.endMs)) return true;
    await pause(BETWEEN_LOOKS_MS);
  }
  return false;
}
