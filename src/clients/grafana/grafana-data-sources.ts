import { z } from 'zod';
import type { Grafana } from './grafana.ts';

/** A Prometheus as Grafana is to know it. */
export interface DataSource {
  readonly uid: string;
  readonly name: string;
  /** As Grafana reaches it, which may be by a name of its own network. */
  readonly url: string;
  /** Grafana's rate window is right only where this is the interval of the scrapes. */
  readonly scrapeIntervalMs: number;
}

export type Upserted = 'made' | 'changed' | 'as it should be' | 'provisioned';

const PATH = '/api/datasources';
const known = z.object({
  name: z.string(),
  url: z.string().default(''),
  type: z.string(),
  readOnly: z.boolean().default(false),
  jsonData: z.looseObject({ timeInterval: z.string().optional() }).nullish(),
});

/** POST where there is none of the uid, PUT where it differs; one that is provisioned is left alone. */
export async function upsertDataSource(grafana: Grafana, wanted: DataSource): Promise<Upserted> {
  const found = await findDataSource(grafana, wanted.uid);
  if (found) return update(grafana, wanted, found);
  const answer = await grafana.ask({
    ...{ method: 'POST', path: PATH, purpose: 'make a data source', body: bodyOf(wanted) },
  });
  // Name or uid is taken: by the same data source where somebody else was quicker.
  const other = answer.status === 409 ? await findDataSource(grafana, wanted.uid) : null;
  if (other) return update(grafana, wanted, other);
  answer.read(z.unknown());
  return 'made';
}

async function findDataSource(
  grafana: Grafana,
  uid: string,
): Promise<z.output<typeof known> | null> {
  const path = `${PATH}/uid/${encodeURIComponent(uid)}`;
  const answer = await grafana.ask({ method: 'GET', path, purpose: 'show a data source' });
  return answer.status === 404 ? null : answer.read(known);
}

async function update(
  grafana: Grafana,
  wanted: DataSource,
  found: z.output<typeof known>,
): Promise<Upserted> {
  if (found.readOnly) return 'provisioned';
  const isSame =
    found.url === wanted.url &&
    found.type === 'prometheus' &&
    found.jsonData?.timeInterval === interval(wanted);
  if (isSame) return 'as it should be';
  const answer = await grafana.ask({
    ...{ method: 'PUT', path: `${PATH}/uid/${encodeURIComponent(wanted.uid)}` },
    purpose: 'change a data source',
    // Whoever renamed it may keep the name.
    body: bodyOf({ ...wanted, name: found.name }),
  });
  // "Cannot update read-only data source", where the first answer did not say so.
  if (answer.status === 403 && /read-only/i.test(answer.words)) return 'provisioned';
  answer.read(z.unknown());
  return 'changed';
}

/** A whole object: PUT takes no parts. */
function bodyOf(wanted: DataSource) {
  const { uid, name, url } = wanted;
  return {
    ...{ name, uid, type: 'prometheus', access: 'proxy', url, basicAuth: false },
    jsonData: { httpMethod: 'POST', timeInterval: interval(wanted) },
  };
}

function interval({ scrapeIntervalMs }: DataSource): string {
  const isWhole = scrapeIntervalMs % 1000 === 0;
  return isWhole ? `${scrapeIntervalMs / 1000}s` : `${scrapeIntervalMs}ms`;
}

/** Where a Prometheus behind Grafana is asked; its own paths follow. */
export function proxyUrl({ baseUrl }: Grafana, uid: string): string {
  return `${baseUrl}${PATH}/proxy/uid/${encodeURIComponent(uid)}`;
}
