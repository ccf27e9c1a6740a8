import {
  connectGrafana,
  type Grafana,
  type GrafanaCredentials,
} from '../../clients/grafana/grafana.ts';
import {
  type DashboardModel,
  isFound,
  type KnownDashboard,
  saveDashboard,
} from '../../clients/grafana/grafana-dashboards.ts';
import {
  type DataSource,
  proxyUrl,
  upsertDataSource,
} from '../../clients/grafana/grafana-data-sources.ts';
import { grafanaHealth } from '../../clients/grafana/grafana-health.ts';
import {
  createToken,
  deleteToken,
  ensureServiceAccount,
  type GrafanaToken,
} from '../../clients/grafana/grafana-service-accounts.ts';
import { prometheusApi } from '../../clients/prometheus-api.ts';
import { shownUrl } from '../../clients/shown.ts';
import { BenchError } from '../../contract/bench-error.ts';
import { type Patience, patiently } from './patience.ts';
import { sameNumbers } from './same-numbers.ts';

/** A Grafana that runs, and what it is to show. */
export interface GrafanaSetUp {
  /** Where its pages are opened, from this machine. */
  readonly baseUrl: string;
  readonly credentials: GrafanaCredentials;
  readonly prometheus: {
    /** From this machine. */
    readonly publicUrl: string;
    /** From Grafana. */
    readonly inNetworkUrl: string;
  };
  readonly scrapeIntervalMs: number;
  readonly dashboard: DashboardModel;
  /** Tells tokens of several stacks apart. */
  readonly tokenName: string;
  /** Of each wait: for health, for the search, for the first numbers. */
  readonly readyTimeoutMs: number;
}

/** The world around the set-up. */
export interface SetUpEvents {
  readonly nowEpochMs: () => number;
  readonly signal: AbortSignal;
  /** A step is done; `detail` is fit to be shown. */
  readonly onStep?: (step: string, detail: string, tookMs: number) => void;
}

/** A Grafana that shows the live dashboard. The token is a secret: in memory and the state file alone. */
export interface GrafanaReady {
  readonly baseUrl: string;
  readonly dashboardUrl: string;
  /** null: the credentials may not make one, and go on being used. */
  readonly token: GrafanaToken | null;
}

/** Same for every Grafana, so that a second set-up finds what the first one made. */
export const PROMETHEUS_SOURCE = { uid: 'inferbench-prometheus', name: 'inferbench Prometheus' };
const ACCOUNT = 'inferbench';
const TOKEN_HOURS = 12;

/**
 * Health → service account → token for hours → data source → dashboard → search → a query through the
 * data-source proxy that gives what Prometheus itself gives. May be done again and again. What a step
 * began is undone when a later one fails.
 * @throws BenchError 'grafana-refused', 'server-unreachable', 'prometheus-refused', 'interrupted'
 */
export async function setUpGrafana(
  wanted: GrafanaSetUp,
  events: SetUpEvents,
): Promise<GrafanaReady> {
  const { baseUrl, credentials, dashboard } = wanted;
  const grafana = connectGrafana(baseUrl, credentials);
  const patience = { ...events, timeoutMs: wanted.readyTimeoutMs };
  const step = stepper(events);
  await step(
    'Grafana',
    () => healthy(grafana, patience),
    (version) => `${shownUrl(baseUrl)}, ${version}`,
  );
  const token = await step('Grafana token', () => ownToken(grafana, wanted, events), tokenWords);
  try {
    const source: DataSource = {
      ...PROMETHEUS_SOURCE,
      url: wanted.prometheus.inNetworkUrl,
      scrapeIntervalMs: wanted.scrapeIntervalMs,
    };
    await step(
      'Grafana data source',
      () => upsertDataSource(grafana, source),
      (upserted) => `${source.uid}: ${upserted}`,
    );
    const saved = await step(
      'Grafana dashboard',
      () => findable(grafana, dashboard, patience),
      ({ url }) => `${shownUrl(url)}, found by search`,
    );
    await step(
      'Grafana query',
      () => asPrometheusSays(grafana, wanted, patience),
      (words) => words,
    );
    return { baseUrl: grafana.baseUrl, dashboardUrl: saved.url, token };
  } catch (error) {
    if (token) await deleteToken(grafana, token).catch(() => undefined);
    throw error;
  }
}

/** Takes the token of a set-up away again. Fine where Grafana has forgotten it. */
export async function revokeGrafanaToken(
  baseUrl: string,
  credentials: GrafanaCredentials,
  token: GrafanaToken,
): Promise<void> {
  await deleteToken(connectGrafana(baseUrl, credentials), token);
}

type Step = <T>(name: string, run: () => Promise<T>, words: (result: T) => string) => Promise<T>;

function stepper({ nowEpochMs, onStep }: SetUpEvents): Step {
  return async (name, run, words) => {
    const startMs = nowEpochMs();
    const result = await run();
    onStep?.(name, words(result), nowEpochMs() - startMs);
    return result;
  };
}

/** Its version; a container may be up long before it answers. */
async function healthy(grafana: Grafana, patience: Patience): Promise<string> {
  let problem = '';
  const health = await patiently(async () => {
    const answer = await grafanaHealth(grafana).catch((error: Error) => {
      problem = error.message;
    });
    if (answer && !answer.healthy) problem = `its database is failing ${answer.words}`.trim();
    return answer?.healthy ? answer : undefined;
  }, patience);
  if (health) return `version ${health.version ?? 'not told'}`;
  throw new BenchError(
    'grafana-refused',
    `Grafana at ${shownUrl(grafana.baseUrl)} was not healthy within ${patience.timeoutMs / 1000} s: ${problem}`,
    { hint: 'its log may say more' },
  );
}

/** null where the credentials may not make one. */
async function ownToken(
  grafana: Grafana,
  { tokenName }: GrafanaSetUp,
  { nowEpochMs }: SetUpEvents,
): Promise<GrafanaToken | null> {
  const accountId = await ensureServiceAccount(grafana, ACCOUNT, 'Editor');
  if (accountId === null) return null;
  const now = nowEpochMs();
  return await createToken(grafana, accountId, {
    // A second set-up makes a second token: the key of the first is not shown again.
    name: `${tokenName}-${now}`,
    secondsToLive: TOKEN_HOURS * 3600,
    nowEpochMs: now,
  });
}

function tokenWords(token: GrafanaToken | null): string {
  if (token === null) return 'none: the credentials may not make one and are used themselves';
  return `of service account ${ACCOUNT}, for ${TOKEN_HOURS} hours`;
}

/** Saved, or provisioned; the search index may follow a little later. */
async function findable(
  grafana: Grafana,
  dashboard: DashboardModel,
  patience: Patience,
): Promise<KnownDashboard> {
  const saved = await saveDashboard(grafana, dashboard, 'set up by inferbench');
  const isThere = await patiently(
    async () => (await isFound(grafana, dashboard)) || undefined,
    patience,
  );
  if (isThere) return saved;
  throw new BenchError(
    'grafana-refused',
    `Grafana at ${shownUrl(grafana.baseUrl)} took dashboard ${dashboard.uid}, but its search does not find it`,
    { hint: 'its log may say more' },
  );
}

async function asPrometheusSays(
  grafana: Grafana,
  { prometheus, scrapeIntervalMs }: GrafanaSetUp,
  patience: Patience,
): Promise<string> {
  const direct = prometheusApi({ baseUrl: prometheus.publicUrl });
  const through = prometheusApi({
    baseUrl: proxyUrl(grafana, PROMETHEUS_SOURCE.uid),
    headers: grafana.headers,
  });
  let differing = '';
  const same = await patiently(async () => {
    const answers = await sameNumbers(direct, through, scrapeIntervalMs);
    differing = `${answers.direct} there, ${answers.throughGrafana} here`;
    return answers.isSame ? answers : undefined;
  }, patience);
  if (same) return `the data source answers as Prometheus itself: ${same.direct}`;
  throw new BenchError(
    'grafana-refused',
    `through Grafana a query does not give what Prometheus itself gives: ${differing}`,
    {
      hint: `does its data source ${PROMETHEUS_SOURCE.uid} lead to ${shownUrl(prometheus.publicUrl)}?`,
    },
  );
}
