import {
  type MetricDefinition,
  metricDefinition,
  scopeOf,
} from '../../contract/metric-definitions.ts';
import { DASHBOARD_LABELS, promqlOf } from '../metrics/promql.ts';
import type { PanelBody, Target } from './dashboard-model.ts';
import { CHOSEN_MODEL, CHOSEN_VERSION, PROMETHEUS } from './variables.ts';

/** One query of a panel, and what its series are called. */
export interface PanelQuery {
  readonly expr: string;
  readonly legend: string;
}

/** At least 4 scrapes long, where the data source knows how often there is one. */
export const RATE_WINDOW = '$__rate_interval';

export const GRAFANA_UNIT: Readonly<Record<MetricDefinition['unit'], string>> = {
  ns: 'ns',
  '1': 'short',
  '/s': 'suffix:/s',
  share: 'percentunit',
  bytes: 'bytes',
  W: 'watt',
  J: 'joule',
};

/** A chart over time, all of whose queries are in one unit. Gaps stay gaps. */
export function timePanel(
  title: string,
  description: string,
  unit: MetricDefinition['unit'] | 's',
  queries: readonly PanelQuery[],
): PanelBody {
  return {
    ...{ type: 'timeseries', title, description, datasource: PROMETHEUS },
    fieldConfig: {
      defaults: {
        unit: unit === 's' ? 's' : GRAFANA_UNIT[unit],
        min: 0,
        ...(unit === 'share' && { max: 1 }),
        custom: { drawStyle: 'line', lineWidth: 1, fillOpacity: 0, spanNulls: false },
      },
      overrides: [],
    },
    options: {
      legend: { displayMode: 'list', placement: 'bottom', showLegend: true, calcs: [] },
      tooltip: { mode: 'multi', sort: 'desc' },
    },
    targets: queries.map(target),
  };
}

/** A chart of the server's own numbers, by the ids of their definitions. */
export function serverPanel(
  title: string,
  description: string,
  ids: readonly [string, ...string[]],
): PanelBody {
  const definitions = ids.map(metricDefinition);
  const [first] = definitions;
  if (definitions.some(({ unit }) => unit !== first?.unit)) {
    throw new Error(`panel ${title} mixes units`);
  }
  const queries = definitions.map((definition) => ({
    expr: promqlOf(definition, {
      ...{ window: RATE_WINDOW, by: DASHBOARD_LABELS, servers: [] },
      models: [CHOSEN_MODEL, CHOSEN_VERSION],
    }),
    legend: legendOf(definition, ids.length > 1),
  }));
  return timePanel(title, description, first?.unit ?? '1', queries);
}

/** The labels that tell the series apart, after the number's name where the panel shows several. */
function legendOf(definition: MetricDefinition, isNamed: boolean): string {
  const scope = scopeOf(definition);
  const labels = scope === 'whole' ? [] : DASHBOARD_LABELS[scope];
  const told = [...labels, ...(definition.splitBy === undefined ? [] : [definition.splitBy])];
  const name = isNamed || told.length === 0 ? [definition.title] : [];
  return [...name, ...told.map((label) => `{{${label}}}`)].join(' ');
}

function target({ expr, legend }: PanelQuery, index: number): Target {
  return {
    refId: String.fromCharCode('A'.charCodeAt(0) + index),
    ...{ datasource: PROMETHEUS, expr, legendFormat: legend },
    ...{ range: true, instant: false, editorMode: 'code' },
  };
}
