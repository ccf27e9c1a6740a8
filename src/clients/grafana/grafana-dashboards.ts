import { z } from 'zod';
import type { Grafana } from './grafana.ts';

/** A dashboard of the model without `elements` (v1), by its uid. */
export type DashboardModel = Readonly<Record<string, unknown>> & {
  readonly uid: string;
  readonly title: string;
};

/** A dashboard that Grafana has. */
export interface KnownDashboard {
  readonly id: number;
  readonly uid: string;
  /** Where it is opened. */
  readonly url: string;
  /** From a file: the API cannot change it. */
  readonly provisioned: boolean;
}

const saved = z.object({ id: z.int(), uid: z.string(), url: z.string() });
const shown = z.object({
  dashboard: z.object({ id: z.int(), uid: z.string() }),
  meta: z.object({ url: z.string(), provisioned: z.boolean().default(false) }),
});
const hits = z.array(z.object({ uid: z.string(), title: z.string() }));

/** Null where there is none of this uid. */
export async function findDashboard(grafana: Grafana, uid: string): Promise<KnownDashboard | null> {
  const path = `/api/dashboards/uid/${encodeURIComponent(uid)}`;
  const answer = await grafana.ask({ method: 'GET', path, purpose: 'show a dashboard' });
  if (answer.status === 404) return null;
  const { dashboard, meta } = answer.read(shown);
  return { ...dashboard, url: pageUrl(grafana, meta.url), provisioned: meta.provisioned };
}

/** Saves over what has this uid; a provisioned one is left as it is and found instead. */
export async function saveDashboard(
  grafana: Grafana,
  model: DashboardModel,
  message: string,
): Promise<KnownDashboard> {
  const answer = await grafana.ask({
    ...{ method: 'POST', path: '/api/dashboards/db', purpose: 'save a dashboard' },
    body: { dashboard: { ...model, id: null }, overwrite: true, message },
  });
  // "Cannot save provisioned dashboard" is 400 like other refusals.
  const existing = answer.status === 400 ? await findDashboard(grafana, model.uid) : null;
  if (existing?.provisioned) return existing;
  const { id, uid, url } = answer.read(saved);
  return { id, uid, url: pageUrl(grafana, url), provisioned: false };
}

/** Whether the search, as people use it, shows the dashboard of this uid. */
export async function isFound(grafana: Grafana, { uid, title }: DashboardModel): Promise<boolean> {
  const query = new URLSearchParams({ query: title, type: 'dash-db' });
  const path = `/api/search?${query}`;
  const answer = await grafana.ask({ method: 'GET', path, purpose: 'search' });
  return answer.read(hits).some((hit) => hit.uid === uid);
}

/** False where there was none. */
export async function deleteDashboard(grafana: Grafana, uid: string): Promise<boolean> {
  const path = `/api/dashboards/uid/${encodeURIComponent(uid)}`;
  const answer = await grafana.ask({ method: 'DELETE', path, purpose: 'delete a dashboard' });
  if (answer.status === 404) return false;
  answer.read(z.unknown());
  return true;
}

/** Paths in answers hold the sub-path that Grafana is served from, which the base URL has too. */
function pageUrl({ baseUrl }: Grafana, path: string): string {
  const subPath = new URL(baseUrl).pathname.replace(/\/+$/, '');
  const isWhole = subPath !== '' && path.startsWith(`${subPath}/`);
  return baseUrl + (isWhole ? path.slice(subPath.length) : path);
}
