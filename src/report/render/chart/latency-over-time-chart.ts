import type { TimelineEntry } from '../../facts/timeline.ts';
import { exactTime, time } from '../quantity.ts';
import { yAxis } from './axes.ts';
import { bothVariants, type Canvas } from './canvas.ts';
import { latencyScale } from './latency-scale.ts';
import { element, hint } from './svg.ts';
import { type TimeScale, timeAxis, timeLine, timeScale } from './time-axis.ts';

type LatencyKey = 'p50Ns' | 'p90Ns' | 'p99Ns' | 'maxNs';

/** Standstills of our own loop above this are drawn: they are the first suspect of a spike. */
const DRAWN_STALL_NS = 20e6;
const LOGARITHMIC_ABOVE = 8;

/** The highest percentile that most seconds have enough requests for. */
export function tailOf(entries: readonly TimelineEntry[]): 'p99Ns' | 'p90Ns' | null {
  const hasMost = (key: LatencyKey) =>
    entries.filter((entry) => entry[key] !== null).length > entries.length / 2;
  if (hasMost('p99Ns')) return 'p99Ns';
  return hasMost('p90Ns') ? 'p90Ns' : null;
}

/** Response time over time: median, tail, slowest. '' when no answer came. */
export function latencyOverTimeChart(entries: readonly TimelineEntry[], scope: string): string {
  if (entries.every(({ maxNs }) => maxNs === null)) return '';
  const names = {
    id: `latency-over-time${scope}`,
    title: 'Response time over time',
    description:
      'Median, tail and slowest response time of the answers of each second; warm-up shaded, standstills of the generator marked.',
  };
  return bothVariants(names, (canvas) => draw(entries, canvas));
}

function draw(entries: readonly TimelineEntry[], canvas: Canvas): string {
  const tail = tailOf(entries);
  const keys: LatencyKey[] = ['maxNs', ...(tail ? [tail] : []), 'p50Ns'];
  const values = keys.flatMap((key) => entries.flatMap((entry) => entry[key] ?? []));
  const x = timeScale(entries, canvas);
  const y = latencyScale(values, LOGARITHMIC_ABOVE, canvas);
  const lines = keys.map((key) => {
    const samples = entries.map((entry) => ({ at: middle(entry), value: entry[key] }));
    const shape = key === 'maxNs' ? 'dots' : 'straight';
    return timeLine(samples, shape, key.replace('Ns', ''), x, y, canvas);
  });
  return [
    timeAxis(entries, x, canvas),
    yAxis(y, exactTime, canvas),
    ...lines,
    ...entries
      .filter(({ stallNs }) => stallNs > DRAWN_STALL_NS)
      .map((entry) => stall(entry, x, canvas)),
  ].join('');
}

function middle({ startSecond, endSecond }: TimelineEntry): number {
  return (startSecond + endSecond) / 2;
}

/** A small triangle on the time axis. */
function stall(entry: TimelineEntry, x: TimeScale, { bottom }: Canvas): string {
  const at = Math.round(x(middle(entry)) * 10) / 10;
  const d = `M${at - 5},${bottom + 1}h10l-5,-9z`;
  const words = `generator stood still for ${time(entry.stallNs)} in second ${entry.startSecond}`;
  return element('path', { class: 'stall', d }, hint(words));
}
