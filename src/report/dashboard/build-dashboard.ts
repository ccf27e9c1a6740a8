import { clientSection } from './client-section.ts';
import type { Dashboard } from './dashboard-model.ts';
import { layout } from './layout.ts';
import { serverSections } from './server-sections.ts';
import { variables } from './variables.ts';

/** The uid that the dashboard has in every Grafana, and the tag of a run's annotation. */
export const DASHBOARD_UID = 'inferbench';
export const ANNOTATION_TAG = 'inferbench';

/** The newest version of the model before Grafana 12.1; later ones read it. */
const MODEL_VERSION = 41;

/**
 * The live dashboard: client and server in one place, for every model and version.
 * @param options.dataSourceUid the Prometheus to begin with; without it Grafana's default one
 */
export function buildDashboard(options: { readonly dataSourceUid?: string } = {}): Dashboard {
  return {
    ...{ id: null, uid: DASHBOARD_UID, title: 'inferbench', tags: [ANNOTATION_TAG] },
    description: 'What inferbench measures of a KServe v2 server, beside what the server says.',
    ...{ schemaVersion: MODEL_VERSION, version: 1, timezone: 'browser', editable: true },
    // Shared crosshair: the same moment in client and server.
    ...{ graphTooltip: 1, refresh: '5s', time: { from: 'now-15m', to: 'now' } },
    templating: { list: variables(options.dataSourceUid) },
    annotations: { list: [runs] },
    panels: layout([clientSection, ...serverSections]),
  };
}

const runs = {
  ...{ name: 'Runs', enable: true, iconColor: '#00d3ff' },
  datasource: { type: 'grafana', uid: '-- Grafana --' },
  target: { type: 'tags', tags: [ANNOTATION_TAG], matchAny: false, limit: 100 },
};
