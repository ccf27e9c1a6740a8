import { scaleLinear } from 'd3-scale';
import { curveStepAfter, type Line, line } from 'd3-shape';
import type { TimelineEntry } from '../../facts/timeline.ts';
import { xAxis } from './axes.ts';
import type { Canvas } from './canvas.ts';
import type { Scale } from './latency-scale.ts';
import { element, label } from './svg.ts';
import { type Sample, thin } from './thin.ts';

/** Seconds since the start of the load → pixels. */
export type TimeScale = (second: number) => number;

const SECONDS_PER_MINUTE = 60;
/** Longer runs count in minutes. */
const MINUTES_ABOVE_SECONDS = 300;
const ROUND_STEPS = [1, 2, 5, 10, 15, 20, 30, 60];

export function timeScale(entries: readonly TimelineEntry[], { left, right }: Canvas): TimeScale {
  const scale = scaleLinear()
    .domain([0, lastSecond(entries)])
    .range([left, right]);
  return (second) => scale(second);
}

function lastSecond(entries: readonly TimelineEntry[]): number {
  return Math.max(1, entries.at(-1)?.endSecond ?? 1);
}

/** Round seconds or minutes, the warm-up marked. */
export function timeAxis(entries: readonly TimelineEntry[], x: TimeScale, canvas: Canvas): string {
  const last = lastSecond(entries);
  const unit = last > MINUTES_ABOVE_SECONDS ? SECONDS_PER_MINUTE : 1;
  const most = canvas.variant === 'wide' ? 12 : 6;
  const step =
    ROUND_STEPS.find((size) => last / unit / size <= most) ?? Math.ceil(last / unit / most);
  const ticks = Array.from({ length: Math.floor(last / unit / step) + 1 }, (_, index) => ({
    x: x(index * step * unit),
    text: String(index * step),
  }));
  const title = unit === 1 ? 'seconds since the start' : 'minutes since the start';
  return warmupArea(entries, x, canvas) + xAxis(ticks, title, canvas);
}

function warmupArea(
  entries: readonly TimelineEntry[],
  x: TimeScale,
  { top, bottom }: Canvas,
): string {
  const end = entries.findLast(({ phase }) => phase === 'warmup')?.endSecond;
  if (end === undefined) return '';
  const [left, right] = [x(0), x(end)];
  const area = { class: 'warmup', x: left, y: top, width: right - left, height: bottom - top };
  const place = { class: 'mark', x: (left + right) / 2, y: top + 14, 'text-anchor': 'middle' };
  return element('rect', area) + (right - left > 64 ? label('warm-up', place) : '');
}

/** One line over time; gaps where there is no value. Steps for what was counted, straight for what was measured. */
export function timeLine(
  samples: readonly Sample[],
  shape: 'steps' | 'straight',
  className: string,
  x: TimeScale,
  y: Scale,
  canvas: Canvas,
): string {
  const columns = canvas.variant === 'wide' ? 400 : 150;
  const path: Line<Sample> = line<Sample>(
    ({ at }) => x(at),
    ({ value }) => y(value ?? 0),
  )
    .defined(({ value }) => value !== null)
    .digits(1);
  if (shape === 'steps') path.curve(curveStepAfter);
  return element('path', { class: `line ${className}`, d: path(thin(samples, columns)) ?? '' });
}
