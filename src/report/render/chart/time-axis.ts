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

/** Where the axis ends. */
export function lastSecond(entries: readonly TimelineEntry[]): number {
  return Math.max(1, entries.at(-1)?.endSecond ?? 1);
}

/** Round seconds or minutes; warm-up and drain marked. */
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
  const asides = [phaseArea(entries, 'warmup', x, canvas), phaseArea(entries, 'drain', x, canvas)];
  return asides.join('') + xAxis(ticks, title, canvas);
}

/** A stretch of time that the numbers are not about. */
function phaseArea(
  entries: readonly TimelineEntry[],
  phase: TimelineEntry['phase'],
  x: TimeScale,
  { top, bottom }: Canvas,
): string {
  const start = entries.find((entry) => entry.phase === phase)?.startSecond;
  const end = entries.findLast((entry) => entry.phase === phase)?.endSecond;
  if (start === undefined || end === undefined) return '';
  const [left, right] = [x(start), x(end)];
  const area = { class: 'aside', x: left, y: top, width: right - left, height: bottom - top };
  const place = { class: 'mark', x: (left + right) / 2, y: top + 14, 'text-anchor': 'middle' };
  const name = phase === 'warmup' ? 'warm-up' : phase;
  return element('rect', area) + (right - left > 64 ? label(name, place) : '');
}

const COLUMNS = { wide: 400, narrow: 150 } as const;

/**
 * One line over time; gaps where there is no value. `steps` for what was counted, `straight` for what
 * was measured, `dots` for single values that nothing connects.
 */
export function timeLine(
  samples: readonly Sample[],
  shape: 'steps' | 'straight' | 'dots',
  className: string,
  x: TimeScale,
  y: Scale,
  canvas: Canvas,
): string {
  const thinned = thin(samples, COLUMNS[canvas.variant]);
  const path: Line<Sample> = line<Sample>(
    ({ at }) => x(at),
    ({ value }) => y(value ?? 0),
  )
    .defined(({ value }) => value !== null)
    .digits(1);
  if (shape === 'steps') path.curve(curveStepAfter);
  // A line to where it already is: with round caps that is a dot, and a short way to write it.
  const d = shape === 'dots' ? thinned.map((one) => path([one]) ?? '').join('') : path(thinned);
  return element('path', { class: `line ${className}`, d: d ?? '' });
}
