import type { Point } from '../../../contract/point.ts';
import { type TimelineEntry, timeline } from '../../facts/timeline.ts';
import { timelineTable } from '../../facts/timeline-table.ts';
import { HEAT_LEVELS, heatmapChart, mostInACell } from '../chart/heatmap-chart.ts';
import { latencyOverTimeChart, tailOf } from '../chart/latency-over-time-chart.ts';
import { rateChart } from '../chart/rate-chart.ts';
import { count } from '../quantity.ts';
import { figure, type LegendEntry } from './figure.ts';
import { section } from './section.ts';

const TAIL_LEGEND = {
  p99Ns: [{ name: 'p99', text: 'p99' }],
  p90Ns: [{ name: 'p90', text: 'p90' }],
} as const;

/** Rates and latency second by second, the warm-up marked. */
export function overTimeSection(point: Point, scope: string): string {
  const entries = timeline(point);
  return section(
    `over-time${scope}`,
    'Over time',
    ratesFigure(entries, scope),
    heatFigure(entries, scope),
    latencyFigure(entries, scope),
  );
}

function ratesFigure(entries: readonly TimelineEntry[], scope: string): string {
  const failed = entries.some(({ badPerSecond }) => badPerSecond > 0);
  const legend: LegendEntry[] = [
    { name: 'due', text: 'due' },
    { name: 'served', text: 'served' },
    ...(failed ? [{ name: 'bad', text: 'failed or timed out' }] : []),
  ];
  const caption =
    'Requests count in the second they were due, answers in the second they came. The last second may be cut short.';
  return figure(
    'Due and served requests',
    rateChart(entries, scope),
    legend,
    caption,
    timelineTable(entries),
  );
}

function heatFigure(entries: readonly TimelineEntry[], scope: string): string {
  const chart = heatmapChart(entries, scope);
  if (chart === '') return '';
  const most = mostInACell(entries);
  const legend: LegendEntry[] =
    most <= 1
      ? [{ name: `heat-${HEAT_LEVELS}`, text: '1 answer' }]
      : [
          { name: 'heat-1', text: '1 answer' },
          { name: `heat-${HEAT_LEVELS}`, text: `${count(most)} answers` },
        ];
  const caption =
    'Every answer, warm-up included: darker where more of them came, by the logarithm of their number, so that a single slow one is seen.';
  return figure('Every answer', chart, legend, caption, null);
}

function latencyFigure(entries: readonly TimelineEntry[], scope: string): string {
  const tail = tailOf(entries);
  const stalled = entries.some(({ stallNs }) => stallNs > 20e6);
  const legend: LegendEntry[] = [
    { name: 'max', text: 'slowest' },
    ...(tail ? TAIL_LEGEND[tail] : []),
    { name: 'p50', text: 'median' },
    ...(stalled ? [{ name: 'stall', text: 'the generator stood still for over 20 ms' }] : []),
  ];
  const caption =
    'Response time of the answers of each second. A percentile is drawn where enough answers came for it.';
  return figure('Response time', latencyOverTimeChart(entries, scope), legend, caption, null);
}
