const DASHBOARD = /\/dashboards\/[^/]+\.json$/;

/** What decides Grafana's settings. */
export interface GrafanaSettings {
  /** Secret. */
  readonly adminPassword: string;
  readonly port: number;
  /** Provisioned files by path; the first dashboard among them is the page that opens. */
  readonly files: Readonly<Record<string, string>>;
}

/**
 * Settings of a Grafana that only this machine reaches: anybody there may look, only the admin may
 * change; it asks nobody on the internet for anything and takes a refresh of a second.
 * Names as in Grafana's conf/defaults.ini: GF_<SECTION>_<KEY>.
 */
export function grafanaEnvironment(settings: GrafanaSettings): Readonly<Record<string, string>> {
  const home = Object.keys(settings.files).find((path) => DASHBOARD.test(path));
  return {
    GF_SECURITY_ADMIN_PASSWORD: settings.adminPassword,
    GF_SERVER_HTTP_PORT: String(settings.port),
    GF_AUTH_ANONYMOUS_ENABLED: 'true',
    GF_AUTH_ANONYMOUS_ORG_ROLE: 'Viewer',
    GF_USERS_ALLOW_SIGN_UP: 'false',
    GF_USERS_DEFAULT_THEME: 'system',
    GF_SNAPSHOTS_EXTERNAL_ENABLED: 'false',
    GF_ANALYTICS_REPORTING_ENABLED: 'false',
    GF_ANALYTICS_CHECK_FOR_UPDATES: 'false',
    GF_ANALYTICS_CHECK_FOR_PLUGIN_UPDATES: 'false',
    GF_NEWS_NEWS_FEED_ENABLED: 'false',
    GF_PLUGINS_PREINSTALL_DISABLED: 'true',
    GF_DASHBOARDS_MIN_REFRESH_INTERVAL: '1s',
    ...(home !== undefined && { GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH: home }),
  };
}
