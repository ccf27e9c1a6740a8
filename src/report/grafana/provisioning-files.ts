import { stringify } from 'yaml';
import type { DashboardModel } from '../../clients/grafana/grafana-dashboards.ts';
import { PROMETHEUS_SOURCE } from './set-up-grafana.ts';

const PROVISIONING = '/etc/grafana/provisioning';
const DASHBOARDS = '/var/lib/grafana/dashboards';

/** What Grafana is to have when it starts. */
export interface Provisioning {
  /** As Grafana reaches it. */
  readonly prometheusUrl: string;
  readonly scrapeIntervalMs: number;
  readonly dashboard: DashboardModel;
}

/** The files by their absolute path inside the container; what they bring, the API cannot change. */
export function provisioningFiles(wanted: Provisioning): Readonly<Record<string, string>> {
  return {
    [`${PROVISIONING}/datasources/inferbench.yaml`]: stringify(dataSources(wanted)),
    [`${PROVISIONING}/dashboards/inferbench.yaml`]: stringify(PROVIDERS),
    // Not expanded, unlike the YAML files: the dollars of $__rate_interval stay.
    [`${DASHBOARDS}/inferbench.json`]: `${JSON.stringify(wanted.dashboard, null, 2)}\n`,
  };
}

function dataSources({ prometheusUrl, scrapeIntervalMs }: Provisioning) {
  return {
    apiVersion: 1,
    datasources: [
      {
        ...{ ...PROMETHEUS_SOURCE, type: 'prometheus', access: 'proxy', isDefault: true },
        ...{ url: literal(prometheusUrl), editable: false, version: 1 },
        jsonData: { httpMethod: 'POST', timeInterval: `${scrapeIntervalMs}ms` },
      },
    ],
  };
}

/** Grafana puts the environment in for $NAME in these files. */
function literal(text: string): string {
  return text.replaceAll('$', '$$$$');
}

const PROVIDERS = {
  apiVersion: 1,
  providers: [
    {
      ...{ name: 'inferbench', type: 'file', disableDeletion: true, allowUiUpdates: false },
      ...{ updateIntervalSeconds: 10, options: { path: DASHBOARDS } },
    },
  ],
};
