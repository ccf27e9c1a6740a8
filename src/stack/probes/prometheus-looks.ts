import { z } from 'zod';
import { httpText } from '../../clients/http-text.ts';
import { LOOK_TIMEOUT_MS, type Look } from './look.ts';

const targetsAnswer = z.object({
  data: z.object({
    activeTargets: z.array(
      z.object({ scrapeUrl: z.string(), health: z.string(), lastError: z.string() }),
    ),
  }),
});
const vectorAnswer = z.object({ data: z.object({ result: z.array(z.unknown()) }) });

/**
 * Whether Prometheus at `baseUrl` scrapes the page at `target` (host:port) with success. It shows no
 * target at all for its first seconds.
 */
export async function lookAtTarget(baseUrl: string, target: string): Promise<Look<true>> {
  try {
    const url = `${baseUrl}/api/v1/targets?state=active`;
    const { activeTargets } = (await asked(url, targetsAnswer)).data;
    const found = activeTargets.find(({ scrapeUrl }) => new URL(scrapeUrl).host === target);
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
    const query = `count({instance=${JSON.stringify(target)}, __name__=~${JSON.stringify(names)}})`;
    const url = `${baseUrl}/api/v1/query?query=${encodeURIComponent(query)}`;
    const { result } = (await asked(url, vectorAnswer)).data;
    if (result.length > 0) return { found: true };
    return { missing: `no sample of ${target} can be queried yet` };
  } catch (error) {
    return { missing: (error as Error).message };
  }
}

async function asked<T extends z.ZodType>(url: string, schema: T): Promise<z.output<T>> {
  const { status, body } = await httpText('GET', url, { timeoutMs: LOOK_TIMEOUT_MS });
  if (status !== 200) throw new Error(`${url} answers with status ${status}`);
  return schema.parse(JSON.parse(body));
}
