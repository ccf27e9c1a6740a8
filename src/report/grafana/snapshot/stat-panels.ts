import type { Percentile, Point } from '../../../contract/point.ts';
import { type Gate, parseGate } from '../../../contract/slo.ts';
import { NS_PER_SECOND } from '../../../contract/units.ts';
import { loadNumbers } from '../../facts/key-numbers.ts';
import { measuredPhase } from '../../facts/measured-phase.ts';
import { percentileName, percentileWords } from '../../facts/percentile-words.ts';
import { singleFrame } from './data-frame.ts';
import { type SnapshotPanel, type Stat, statPanel } from './snapshot-panel.ts';
import { descriptionOf } from './table-panel.ts';

const SHOWN_PERCENTS = [50, 90, 99, 99.9];
const COLUMNS = 24;
const MOST_IN_LINE = 6;

/** The few numbers that a reader came for. What the run has not earned stands in words, not as a number. */
export function statPanels(point: Point, atMs: number): SnapshotPanel[] {
  const stats = [
    ...point.latency.response.percentiles
      .filter(({ percent }) => SHOWN_PERCENTS.includes(percent))
      .map((percentile) => percentileStat(point, percentile, atMs)),
    servedStat(point, atMs),
    errorsStat(point, atMs),
  ];
  const w = Math.floor(COLUMNS / Math.min(MOST_IN_LINE, stats.length));
  return stats.map((stat) => statPanel(stat, w));
}

function percentileStat(point: Point, percentile: Percentile, atMs: number): Stat {
  const name = percentileName(percentile.percent);
  const seconds = measuredPhase(point).durationNs / NS_PER_SECOND;
  const { value, interval, doubts } = percentileWords(percentile, seconds);
  const isMeasured = percentile.state === 'measured';
  const title = `${name} response time${doubts.length > 0 ? ' †' : ''}`;
  const limit = limitOf(
    point,
    ({ metric }) => metric.kind === 'percentile' && metric.percent === percentile.percent,
  );
  return {
    title,
    description: descriptionOf([`95 % within this run: ${interval}.`, ...doubts]),
    unit: isMeasured ? 'ns' : '',
    ...(isMeasured && limit && { limit }),
    frame: singleFrame(name, isMeasured ? percentile.valueNs : `${value}: ${interval}`, atMs),
  };
}

function servedStat(point: Point, atMs: number): Stat {
  const limit = limitOf(point, ({ metric }) => metric.kind === 'throughput');
  return {
    ...{ title: 'Served', description: detailOf(point, 'Served'), unit: 'suffix:/s' },
    ...(limit && { limit }),
    frame: singleFrame('served', point.rates.servedPerSecond, atMs),
  };
}

function errorsStat(point: Point, atMs: number): Stat {
  const { planned, unsent, failed } = measuredPhase(point).counters;
  const sent = planned - unsent;
  const limit = limitOf(point, ({ metric }) => metric.kind === 'errors');
  const frame = (value: number | string) => singleFrame('errors', value, atMs);
  const words = { title: 'Errors', description: detailOf(point, 'Errors') };
  if (sent === 0) return { ...words, unit: '', frame: frame('no request') };
  return { ...words, unit: 'percentunit', ...(limit && { limit }), frame: frame(failed / sent) };
}

/** What the report says below the same number. */
function detailOf(point: Point, label: string): string {
  return descriptionOf([loadNumbers(point).find((one) => one.label === label)?.detail ?? '']);
}

/** Of the first condition on this number of the response clock. */
function limitOf(point: Point, isAbout: (gate: Gate) => boolean): Stat['limit'] {
  for (const { expression } of point.gates) {
    const gate = parseGate(expression);
    if (typeof gate === 'string' || !isAbout(gate)) continue;
    if ('clock' in gate.metric && gate.metric.clock !== 'response') continue;
    return { value: gate.limit, isFloor: gate.comparison.startsWith('>') };
  }
  return undefined;
}
