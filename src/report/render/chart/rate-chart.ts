import type { TimelineEntry } from '../../facts/timeline.ts';
import { exactRate } from '../quantity.ts';
import { yAxis } from './axes.ts';
import { bothVariants, type Canvas } from './canvas.ts';
import { rateScale } from './latency-scale.ts';
import type { Sample } from './thin.ts';
import { timeAxis, timeLine, timeScale } from './time-axis.ts';

/** What was due and what was served, second by second. '' when there was not one second. */
export function rateChart(entries: readonly TimelineEntry[], scope: string): string {
  if (entries.length === 0) return '';
  const names = {
    id: `rates${scope}`,
    title: 'Due and served requests over time',
    description: 'Requests due, served well and failed in each second; the warm-up is shaded.',
  };
  return bothVariants(names, (canvas) => draw(entries, canvas));
}

function draw(entries: readonly TimelineEntry[], canvas: Canvas): string {
  const series = (value: (entry: TimelineEntry) => number): Sample[] => steps(entries, value);
  const due = series(({ duePerSecond }) => duePerSecond);
  const served = series(({ servedPerSecond }) => servedPerSecond);
  const bad = series(({ badPerSecond }) => badPerSecond);
  const highest = [...due, ...served, ...bad].map(({ value }) => value ?? 0);
  const x = timeScale(entries, canvas);
  const y = rateScale(highest, canvas);
  const line = (samples: readonly Sample[], name: string) =>
    timeLine(samples, 'steps', name, x, y, canvas);
  return [
    timeAxis(entries, x, canvas),
    yAxis(y, exactRate, canvas),
    line(due, 'due'),
    line(served, 'served'),
    bad.some(({ value }) => (value ?? 0) > 0) ? line(bad, 'bad') : '',
  ].join('');
}

/** A step holds until the next one begins; the last one needs its end said. */
function steps(
  entries: readonly TimelineEntry[],
  value: (entry: TimelineEntry) => number,
): Sample[] {
  const samples = entries.map((entry) => ({ at: entry.startSecond, value: value(entry) }));
  const last = entries.at(-1);
  return last ? [...samples, { at: last.endSecond, value: value(last) }] : samples;
}
