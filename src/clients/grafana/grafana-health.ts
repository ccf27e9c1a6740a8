import { z } from 'zod';
import type { Grafana } from './grafana.ts';

/** Whether Grafana and its database are up, and its version where it tells strangers. */
export interface GrafanaHealth {
  readonly healthy: boolean;
  readonly version: string | null;
  /** Why not, in its own words. */
  readonly words: string;
}

const healthBody = z.object({ database: z.string(), version: z.string().optional() });

/** GET /api/health: 200, or 503 while the database is failing. */
export async function grafanaHealth(grafana: Grafana): Promise<GrafanaHealth> {
  const call = { method: 'GET', path: '/api/health', purpose: 'tell its health' } as const;
  const answer = await grafana.ask(call);
  if (answer.status === 503) return { healthy: false, version: null, words: answer.words };
  const { version = null } = answer.read(healthBody);
  return { healthy: true, version, words: '' };
}
