import { setTimeout as pause } from 'node:timers/promises';
import { fetchMetrics } from '../../clients/triton-metrics.ts';
import type { MetricSample } from '../../contract/measurements.ts';
import { metricsDoor, type ServerTarget } from './server-reading.ts';

/** Receives each page, and when it was asked for: milliseconds since 1970. */
export type PageTaker = (page: readonly MetricSample[], atMs: number) => void;

/** Reads a metrics page over and over until it is stopped. */
interface ScrapeLoop {
  /** Nothing is taken after that, not even what is on its way. */
  stop(): void;
}

const EVERY_MS = 1000;
/** A page that is slow to make is read less often: the server has other work. */
const LARGEST_SHARE = 0.1;
const NS_PER_MS = 1e6;

/**
 * Begins to read once a second. A page that cannot be read is a gap; whoever reads before and after the
 * load says why. @param nowEpochMs read once; from then on the monotonic clock counts
 */
export function startScraping(
  target: ServerTarget,
  nowEpochMs: () => number,
  take: PageTaker,
): ScrapeLoop {
  const stopped = new AbortController();
  const epochMs = nowEpochMs() - monotonicMs();
  async function loop(): Promise<void> {
    const door = metricsDoor(target);
    while (door !== null && !stopped.signal.aborted) {
      const startMs = monotonicMs();
      const page = await fetchMetrics(door.url, door.options).catch(() => null);
      if (stopped.signal.aborted) return;
      if (page) take(page, epochMs + startMs);
      const tookMs = monotonicMs() - startMs;
      await pause(Math.max(EVERY_MS - tookMs, tookMs / LARGEST_SHARE - tookMs), undefined, {
        signal: stopped.signal,
        ref: false,
      }).catch(() => {});
    }
  }
  loop();
  return { stop: () => stopped.abort() };
}

function monotonicMs(): number {
  return Number(process.hrtime.bigint()) / NS_PER_MS;
}
