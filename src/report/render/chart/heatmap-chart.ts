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

/** The cells of the wide chart, and the response times at the lower and the upper end of its axis. */
export interface HeatPlot {
  readonly cells: readonly HeatCell[];
  readonly endsNs: readonly [number, number];
}

export function heatPlot(entries: readonly TimelineEntry[]): HeatPlot {
  const cells = latencyHeatmap(entries, COLUMNS.wide);
  return { cells, endsNs: scaleOf(cells, { top: 0, bottom: 1 }).ends };
}

function draw(entries: readonly TimelineEntry[], canvas: Canvas): string {
  const cells = latencyHeatmap(entries, COLUMNS[canvas.variant]);
  const most = Math.max(...cells.map(({ count }) => count));
  const x = timeScale(entries, canvas);
  const y = scaleOf(cells, canvas);
  const shades = Array.from({ length: HEAT_LEVELS }, (_, index) => {
    const level = index + 1;
    const own = cells.filter(({ count }) => levelOf(count, most) === level);
    const d = own.map((cell) => box(cell, x, y)).join('');
    return d === '' ? '' : element('path', { class: `heat heat-${level}`, d });
  });
  return [timeAxis(entries, x, canvas), yAxis(y, exactTime, canvas), ...shades].join('');
}

function scaleOf(cells: readonly HeatCell[], height: Pick<Canvas, 'top' | 'bottom'>): Scale {
  const edges = cells.flatMap(({ lowNs, highNs }) => [lowNs, highNs]);
  return latencyScale(edges, ALWAYS_LOGARITHMIC, height);
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
