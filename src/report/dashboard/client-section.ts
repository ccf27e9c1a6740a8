import {
  CLIENT_METRIC_LABELS,
  CLIENT_METRICS,
  OUTCOME_LABEL,
} from '../../contract/client-metrics.ts';
import type { Section } from './layout.ts';
import { type PanelQuery, RATE_WINDOW, timePanel } from './panel.ts';
import { CHOSEN_MODEL } from './variables.ts';

const QUANTILES = [0.5, 0.9, 0.99, 0.999] as const;
const BY = CLIENT_METRIC_LABELS.join(', ');
const LEGEND = '{{model}} {{protocol}} {{run}}';

/** What the bench itself measured, from the page of `--expose`. */
export const clientSection: Section = {
  title: 'Client: what a user of the server feels',
  panels: [
    timePanel(
      'Response time',
      'Percentiles of done − due, read from histogram buckets; the report has the exact ones.',
      's',
      percentiles(CLIENT_METRICS.responseTime.name),
    ),
    timePanel(
      'Service time',
      'Percentiles of done − sent: network and server, without our own waiting.',
      's',
      percentiles(CLIENT_METRICS.serviceTime.name),
    ),
    timePanel(
      'Requests by outcome',
      'Requests that ended each second, by outcomes that there were any of, and what was due.',
      '/s',
      [
        {
          expr: requestsByOutcome(),
          legend: `{{${OUTCOME_LABEL}}} ${LEGEND}`,
        },
        { expr: `sum by (${BY}) (${of(CLIENT_METRICS.dueRate.name)})`, legend: `due ${LEGEND}` },
      ],
    ),
    timePanel('Requests in flight', 'Sent and unanswered.', '1', [
      { expr: `sum by (${BY}) (${of(CLIENT_METRICS.inFlight.name)})`, legend: LEGEND },
    ]),
    timePanel(
      'Lateness of the load generator',
      'Percentiles of dispatched − due: when this is large, the numbers are our fault.',
      's',
      percentiles(CLIENT_METRICS.lateness.name),
    ),
  ],
};

/** Without the many outcomes that there were none of: a legend of them all hides the few that matter. */
function requestsByOutcome(): string {
  const requests = of(CLIENT_METRICS.requests.name);
  const summed = (vector: string) => `sum by (${OUTCOME_LABEL}, ${BY}) (${vector})`;
  return `${summed(`rate(${requests}[${RATE_WINDOW}])`)} and ${summed(requests)} > 0`;
}

function of(name: string): string {
  return `${name}{${CHOSEN_MODEL}}`;
}

function percentiles(histogram: string): PanelQuery[] {
  const buckets = `sum by (le, ${BY}) (rate(${of(`${histogram}_bucket`)}[${RATE_WINDOW}]))`;
  return QUANTILES.map((quantile) => ({
    expr: `histogram_quantile(${quantile}, ${buckets})`,
    legend: `p${Number((quantile * 100).toFixed(1))} ${LEGEND}`,
  }));
}
