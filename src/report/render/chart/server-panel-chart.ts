import { onAxis, type ServerPanelData } from '../../facts/server-panels.ts';
import type { TimelineEntry } from '../../facts/timeline.ts';
import { yAxis } from './axes.ts';
import { type Canvas, smallVariant } from './canvas.ts';
import { rateScale } from './latency-scale.ts';
import { timeAxis, timeLine, timeScale } from './time-axis.ts';

/** Lines that can be told apart; more than these share the last look. */
const SERIES_LOOKS = 5;

/** The class of the n-th line of a panel. */
export function seriesLook(index: number): string {
  return `series-${Math.min(index, SERIES_LOOKS - 1) + 1}`;
}

/** What the server said of one thing over time, on the time axis of the load. */
export function serverPanelChart(
  panel: ServerPanelData,
  entries: readonly TimelineEntry[],
  id: string,
): string {
  const names = { id, title: panel.title, description: panel.description };
  return smallVariant(names, (canvas) => draw(panel, entries, canvas));
}

function draw(
  { lines, unit }: ServerPanelData,
  entries: readonly TimelineEntry[],
  canvas: Canvas,
): string {
  const values = lines.flatMap(({ samples }) => samples.map(({ value }) => value ?? 0));
  const y = rateScale(values, canvas);
  const x = timeScale(entries, canvas);
  return [
    timeAxis(entries, x, canvas),
    yAxis(y, (value) => onAxis(unit, value), canvas),
    ...lines.map(({ samples }, index) =>
      timeLine(samples, 'straight', seriesLook(index), x, y, canvas),
    ),
  ].join('');
}
