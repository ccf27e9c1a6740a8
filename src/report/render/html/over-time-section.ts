import type { Point } from '../../../contract/point.ts';
import { type TimelineEntry, timeline } from '../../facts/timeline.ts';
import { timelineTable } from '../../facts/timeline-table.ts';
import { HEAT_LEVELS, heatmapChart, heatPlot } from '../chart/heatmap-chart.ts';
import { latencyOverTimeChart, tailOf } from '../chart/latency-over-time-chart.ts';
import { rateChart } from '../chart/rate-chart.ts';
import { count } from '../quantity.ts';
import { figure, type LegendEntry } from './figure.ts';
import { heatReading } from './heat-reading.ts';
import { type LiveLine, liveChart } from './live-chart.ts';
import { section } from './section.ts';

const TAIL_LEGEND = {
  p99Ns: [{ name: 'p99', text: 'p99' }],
  p90Ns: [{ name: 'p90', text: 'p90' }],
} as const;

const RATES: readonly LiveLine[] = [
  { name: 'due', color: '--muted', shape: 'steps', numberOf: ({ duePerSecond }) => duePerSecond },
  {
    ...{ name: 'served', color: '--response', shape: 'steps' },
    numberOf: ({ servedPerSecond }) => servedPerSecond,
  },
];
const BAD: LiveLine = {
  ...{ name: 'failed or timed out', color: '--bad', shape: 'steps' },
  numberOf: ({ badPerSecond }) => badPerSecond,
};
const SLOWEST: LiveLine = {
  ...{ name: 'slowest', color: '--muted', shape: 'dots' },
  numberOf: ({ maxNs }) => maxNs,
};
const MEDIAN: LiveLine = {
  ...{ name: 'median', color: '--response', shape: 'straight' },
  numberOf: ({ p50Ns }) => p50Ns,
};
const TAIL: Readonly<Record<'p99Ns' | 'p90Ns', LiveLine>> = {
  p99Ns: { name: 'p99', color: '--service', shape: 'straight', numberOf: ({ p99Ns }) => p99Ns },
  p90Ns: { name: 'p90', color: '--service', shape: 'straight', numberOf: ({ p90Ns }) => p90Ns },
};

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
    liveChart('Due and served requests', 'rate', false, entries, failed ? [...RATES, BAD] : RATES),
  );
}

function heatFigure(entries: readonly TimelineEntry[], scope: string): string {
  const chart = heatmapChart(entries, scope);
  if (chart === '') return '';
  const plot = heatPlot(entries);
  const most = Math.max(...plot.cells.map((cell) => cell.count));
  const legend: LegendEntry[] =
    most <= 1
      ? [{ name: `heat-${HEAT_LEVELS}`, text: '1 answer' }]
      : [
          { name: 'heat-1', text: '1 answer' },
          { name: `heat-${HEAT_LEVELS}`, text: `${count(most)} answers` },
        ];
  const caption =
    'Every answer, warm-up included: the stronger the colour, the more of them came, by the logarithm of their number, so that a single slow one is seen.';
  return figure('Every answer', chart, legend, caption, null, heatReading(entries, plot));
}

function latencyFigure(entries: readonly TimelineEntry[], scope: string): string {
  const tail = tailOf(entries);
  const stalls = entries
    .filter(({ stallNs }) => stallNs > 20e6)
    .map(({ startSecond, endSecond }) => (startSecond + endSecond) / 2);
  const legend: LegendEntry[] = [
    { name: 'max', text: 'slowest' },
    ...(tail ? TAIL_LEGEND[tail] : []),
    { name: 'p50', text: 'median' },
    ...(stalls.length > 0
      ? [{ name: 'stall', text: 'the generator stood still for over 20 ms' }]
      : []),
  ];
  const caption =
    'Response time of the answers of each second. A percentile is drawn where enough answers came for it.';
  const lines = [SLOWEST, ...(tail ? [TAIL[tail]] : []), MEDIAN];
  const live = liveChart('Response time', 'time', true, entries, lines, stalls);
  return figure('Response time', latencyOverTimeChart(entries, scope), legend, caption, null, live);
}
