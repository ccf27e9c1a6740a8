import { type HeatCell, latencyHeatmap } from '../../facts/latency-heatmap.ts';
import type { TimelineEntry } from '../../facts/timeline.ts';
import { exactTime } from '../quantity.ts';
import { yAxis } from './axes.ts';
import { bothVariants, type Canvas } from './canvas.ts';
import { latencyScale, type Scale } from './latency-scale.ts';
import { element } from './svg.ts';
import { type TimeScale, timeAxis, timeScale } from './time-axis.ts';

/** Steps of darkness; more cannot be told apart. */
export const HEAT_LEVELS = 6;
const COLUMNS = { wide: 180, narrow: 80 } as const;
/** A bin is a fifth of a decade at most: always on a logarithmic axis. */
const ALWAYS_LOGARITHMIC = 0;

/** Every answer by when it came and how long it took; the darker, the more. '' when none came. */
export function heatmapChart(entries: readonly TimelineEntry[], scope: string): string {
  if (entries.every(({ bins }) => bins.size === 0)) return '';
  const names = {
    id: `heatmap${scope}`,
    title: 'Response time of every answer over time',
    description:
      'Each column is a stretch of time, each cell a range of response times; the stronger its colour, the more answers. The table below has percentiles of each second.',
  };
  return bothVariants(names, (canvas) => draw(entries, canvas));
}

/** The most answers in one cell of the wide chart: what its darkest shade stands for. */
export function mostInACell(entries: readonly TimelineEntry[]): number {
  return Math.max(0, ...latencyHeatmap(entries, COLUMNS.wide).map(({ count }) => count));
}

function draw(entries: readonly TimelineEntry[], canvas: Canvas): string {
  const cells = latencyHeatmap(entries, COLUMNS[canvas.variant]);
  const most = Math.max(...cells.map(({ count }) => count));
  const x = timeScale(entries, canvas);
  const edges = cells.flatMap(({ lowNs, highNs }) => [lowNs, highNs]);
  const y = latencyScale(edges, ALWAYS_LOGARITHMIC, canvas);
  const shades = Array.from({ length: HEAT_LEVELS }, (_, index) => {
    const level = index + 1;
    const own = cells.filter(({ count }) => levelOf(count, most) === level);
    const d = own.map((cell) => box(cell, x, y)).join('');
    return d === '' ? '' : element('path', { class: `heat heat-${level}`, d });
  });
  return [timeAxis(entries, x, canvas), yAxis(y, exactTime, canvas), ...shades].join('');
}

/** By the logarithm, so that a single slow answer is seen beside thousands of fast ones. */
function levelOf(count: number, most: number): number {
  if (most <= 1) return HEAT_LEVELS;
  return 1 + Math.round((Math.log(count) / Math.log(most)) * (HEAT_LEVELS - 1));
}

function box(cell: HeatCell, x: TimeScale, y: Scale): string {
  const tenth = (value: number) => Math.round(value * 10) / 10;
  const [left, top] = [tenth(x(cell.startSecond)), tenth(y(cell.highNs))];
  const width = tenth(x(cell.endSecond) - left);
  return `M${left},${top}h${width}v${tenth(y(cell.lowNs) - top)}h${-width}z`;
}
