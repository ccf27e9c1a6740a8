import type { Point } from '../../../contract/point.ts';
import { latencyTable, waitingTable } from '../../facts/latency-table.ts';
import { percentileChart } from '../chart/percentile-chart.ts';
import { figure } from './figure.ts';
import { htmlTable } from './html-table.ts';
import { percentileReading } from './percentile-reading.ts';
import { section } from './section.ts';

const LEGEND = [
  { name: 'response', text: 'response time (done − due): what a user would feel' },
  { name: 'service', text: 'service time (done − sent): network and server' },
];
const CAPTION =
  'The axis stretches towards the slowest requests: each line to the right holds ten times fewer. Dotted: fewer than 10 requests lie above.';

/** The whole distribution, then its percentiles with their intervals. */
export function latencySection(point: Point, scope: string): string {
  const chart = percentileChart(point, scope);
  return section(
    `latency${scope}`,
    'Latency',
    figure('Latency by percentile', chart, LEGEND, CAPTION, null, percentileReading(point)),
    htmlTable(latencyTable(point), { captionHidden: true }),
    htmlTable(waitingTable(point)),
  );
}
