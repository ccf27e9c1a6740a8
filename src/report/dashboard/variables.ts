import type { Variable } from './dashboard-model.ts';

/** Which data source the panels ask; chosen by name where the dashboard was imported. */
export const PROMETHEUS = { type: 'prometheus', uid: `\${DS}` } as const;

/** Matchers of the models and versions that are chosen; Grafana escapes what it puts in. */
export const CHOSEN_MODEL = 'model=~"$model"';
export const CHOSEN_VERSION = 'version=~"$version"';

/** Prometheus' own kind of variable query: 1 asks for the values of a label. */
const LABEL_VALUES = 1;

/** @param dataSourceUid the data source to begin with; without it Grafana takes its default one */
export function variables(dataSourceUid: string | undefined): readonly Variable[] {
  return [
    {
      ...{ name: 'DS', label: 'Data source', type: 'datasource', query: 'prometheus' },
      ...{ current: dataSourceUid === undefined ? {} : chosen(dataSourceUid), options: [] },
      ...{ hide: 0, includeAll: false, multi: false, refresh: 1, regex: '' },
    },
    labelVariable('model', 'Model', 'label_values(nv_inference_request_success, model)'),
    labelVariable(
      'version',
      'Version',
      `label_values(nv_inference_request_success{${CHOSEN_MODEL}}, version)`,
    ),
  ];
}

function chosen(value: string): object {
  return { selected: true, text: value, value };
}

/** "All" matches series without the label too: the bench does not know a version it did not ask for. */
function labelVariable(name: string, label: string, query: string): Variable {
  return {
    ...{ name, label, type: 'query', datasource: PROMETHEUS, definition: query },
    query: { qryType: LABEL_VALUES, query, refId: 'PrometheusVariableQueryEditor-VariableQuery' },
    ...{ current: { selected: true, text: ['All'], value: ['$__all'] }, options: [] },
    ...{ hide: 0, includeAll: true, allValue: '.*', multi: true, refresh: 2, regex: '', sort: 1 },
  };
}
