import { prometheusApi } from '../../clients/prometheus-api.ts';
import { LOOK_TIMEOUT_MS, type Look } from './look.ts';

/**
 * Whether Prometheus at `baseUrl` scrapes the page at `target` (host:port) with success. It shows no
 * target at all for its first seconds.
 */
export async function lookAtTarget(baseUrl: string, target: string): Promise<Look<true>> {
  try {
    const targets = await prometheusApi({ baseUrl, timeoutMs: LOOK_TIMEOUT_MS }).targets();
    const found = targets.find(({ scrapeUrl }) => new URL(scrapeUrl).host === target);
    if (!found) return { missing: `Prometheus does not scrape ${target} yet` };
    if (found.health === 'up') return { found: true };
    return { missing: `its target ${target} is ${found.health} ${found.lastError}`.trim() };
  } catch (error) {
    return { missing: (error as Error).message };
  }
}

/** Whether a sample of the page at `target`, of a metric whose name fits, can be queried. */
export async function lookAtFirstSample(
  baseUrl: string,
  target: string,
  names: string,
): Promise<Look<true>> {
  try {
    const api = prometheusApi({ baseUrl, timeoutMs: LOOK_TIMEOUT_MS });
    const query = `count({instance=${JSON.stringify(target)}, __name__=~${JSON.stringify(names)}})`;
    const { series } = await api.query(query, await api.nowMs());
    if (series.length > 0) return { found: true };
    return { missing: `no sample of ${target} can be queried yet` };
  } catch (error) {
    return { missing: (error as Error).message };
  }
}
