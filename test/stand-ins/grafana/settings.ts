export type Role = 'None' | 'Viewer' | 'Editor' | 'Admin';

/** What an administrator decides in grafana.ini and in the provisioning folder. */
export interface GrafanaSettings {
  /** Full version; the stand-in differs by it as Grafana does. */
  readonly version: string;
  readonly adminPassword: string;
  /** [auth.anonymous] org_role; null: not enabled. */
  readonly anonymousRole: Role | null;
  readonly hideVersion: boolean;
  /** How many health answers say 503 before the first 200. */
  readonly failingHealthAnswers: number;
  /** [server] root_url; null: http://localhost:3000/, as in a fresh container. */
  readonly rootUrl: string | null;
  readonly snapshotsEnabled: boolean;
  readonly externalSnapshotsEnabled: boolean;
  readonly publicSnapshots: boolean;
  /** [auth] api_key_max_seconds_to_live; -1: no limit. */
  readonly maxTokenSeconds: number;
  /** [service_accounts] token_expiration_day_limit; -1: no limit. */
  readonly tokenDayLimit: number;
  /** [dashboards] min_refresh_interval. */
  readonly minRefreshSeconds: number;
  readonly provisionedDataSources: readonly Readonly<Record<string, unknown>>[];
  readonly provisionedDashboards: readonly Readonly<Record<string, unknown>>[];
  /** Names that only Grafana's own network knows → addresses of this machine. */
  readonly network: Readonly<Record<string, string>>;
  readonly nowEpochMs: () => number;
}

export const FRESH_CONTAINER: GrafanaSettings = {
  version: '12.3.0',
  adminPassword: 'admin',
  anonymousRole: null,
  hideVersion: false,
  failingHealthAnswers: 0,
  rootUrl: null,
  snapshotsEnabled: true,
  externalSnapshotsEnabled: true,
  publicSnapshots: false,
  maxTokenSeconds: -1,
  tokenDayLimit: -1,
  minRefreshSeconds: 5,
  provisionedDataSources: [],
  provisionedDashboards: [],
  network: {},
  nowEpochMs: Date.now,
};

/** One of each supported line. */
export const VERSIONS = ['10.4.19', '11.6.7', '12.3.0', '13.0.2'] as const;
