import type { LatencySummary, Percentile, Point } from '../../../contract/point.ts';
import { NS_PER_MS } from '../../../contract/units.ts';
import { percentileName } from '../../facts/percentile-words.ts';
import type { Column } from './point-columns.ts';

const CLOCKS = ['response', 'service', 'lateness', 'queueing'] as const;

/**
 * Latencies in milliseconds. Of a percentile: value, ends of its interval, and its state: measured,
 * distorted, too-few, or beyond, where requests never came back and only `low` is known.
 * Mean and max leave out `_never_came_back` requests.
 */
export function latencyColumns(points: readonly Point[]): Column[] {
  return CLOCKS.flatMap((clock) => {
    const percents = new Set(
      points.flatMap(({ latency }) => latency[clock].percentiles.map(({ percent }) => percent)),
    );
    const column = (name: string, value: (summary: LatencySummary) => string | number | null) => ({
      title: `${clock}_${name}`,
      value: ({ latency }: Point) => value(latency[clock]),
    });
    return [
      column('never_came_back', ({ censored }) => censored),
      column('mean_ms', ({ meanNs }) => inMs(meanNs)),
      column('max_ms', ({ maxNs }) => inMs(maxNs)),
      ...[...percents]
        .sort((a, b) => a - b)
        .flatMap((percent) => percentileColumns(percent, column)),
    ];
  });
}

function percentileColumns(
  percent: number,
  column: (name: string, value: (summary: LatencySummary) => string | number | null) => Column,
): Column[] {
  const name = percentileName(percent);
  const of = ({ percentiles }: LatencySummary) =>
    percentiles.find((one) => one.percent === percent);
  return [
    column(`${name}_ms`, (summary) => valueMs(of(summary))),
    column(`${name}_low_ms`, (summary) => lowMs(of(summary))),
    column(`${name}_high_ms`, (summary) => highMs(of(summary))),
    column(`${name}_state`, (summary) => state(of(summary))),
  ];
}

function valueMs(one: Percentile | undefined): number | null {
  return one?.state === 'measured' ? inMs(one.valueNs) : null;
}

function lowMs(one: Percentile | undefined): number | null {
  if (one?.state === 'measured') return inMs(one.lowNs);
  return one?.state === 'beyond' ? inMs(one.aboveNs) : null;
}

function highMs(one: Percentile | undefined): number | null {
  return one?.state === 'measured' ? inMs(one.highNs) : null;
}

function state(one: Percentile | undefined): string | null {
  if (!one) return null;
  return one.state === 'measured' && one.distorted ? 'distorted' : one.state;
}

function inMs(ns: number | null): number | null {
  return ns === null ? null : ns / NS_PER_MS;
}
