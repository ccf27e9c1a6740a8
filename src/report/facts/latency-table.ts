import type { LatencySummary, Percentile, Point } from '../../contract/point.ts';
import { NS_PER_SECOND } from '../../contract/units.ts';
import { count, time } from '../render/quantity.ts';
import { measuredPhase } from './measured-phase.ts';
import { type PercentileWords, percentileName, percentileWords } from './percentile-words.ts';
import { type Cell, leftColumn, rightColumn, type Table } from './table.ts';

const INTERVAL = '95 % within this run';

/** Doubt → which percentiles of which clock it is about. */
type Doubts = Map<string, Map<string, string[]>>;

/** Response and service time side by side: percentiles with their intervals, mean, maximum. */
export function latencyTable(point: Pick<Point, 'latency' | 'phases'>): Table {
  const { response, service } = point.latency;
  const seconds = measuredPhase(point).durationNs / NS_PER_SECOND;
  const doubts: Doubts = new Map();
  const rows = response.percentiles.map((percentile) => {
    const twin = service.percentiles.find(({ percent }) => percent === percentile.percent);
    return [
      percentileName(percentile.percent),
      ...percentileCells(percentile, seconds, 'response', doubts),
      ...(twin ? percentileCells(twin, seconds, 'service', doubts) : ['', '']),
    ];
  });
  const rest = [
    ['mean', ...plainCells(response, response.meanNs), ...plainCells(service, service.meanNs)],
    ['max', ...plainCells(response, response.maxNs), ...plainCells(service, service.maxNs)],
  ];
  return {
    caption: 'Latency',
    columns: [
      leftColumn(''),
      rightColumn('response'),
      rightColumn(INTERVAL),
      rightColumn('service'),
      rightColumn(INTERVAL),
    ],
    rows: [...rows, ...rest],
    footnotes: [...neverCameBack(response), ...doubtNotes(doubts)],
  };
}

function percentileCells(
  percentile: Percentile,
  seconds: number,
  clock: string,
  doubts: Doubts,
): Cell[] {
  const words = percentileWords(percentile, seconds);
  for (const doubt of words.doubts) {
    const clocks = doubts.get(doubt) ?? new Map<string, string[]>();
    const names = [...(clocks.get(clock) ?? []), percentileName(percentile.percent)];
    doubts.set(doubt, clocks.set(clock, names));
  }
  return [valueCell(words), { text: words.interval, tone: 'quiet' }];
}

/** "† moved by …: response p50, p99; service p99." */
function doubtNotes(doubts: Doubts): string[] {
  return [...doubts].map(([doubt, clocks]) => {
    const names = [...clocks].map(([clock, percentiles]) => `${clock} ${percentiles.join(', ')}`);
    return `† ${doubt}: ${names.join('; ')}.`;
  });
}

function valueCell({ value, doubts, tone }: PercentileWords): Cell {
  const text = doubts.length > 0 ? `${value} †` : value;
  return tone ? { text, tone } : text;
}

/** Mean and maximum leave out what never came back, so with such requests they are lower bounds. */
function plainCells({ censored }: LatencySummary, ns: number | null): Cell[] {
  if (ns === null) return [{ text: '–', tone: 'quiet' }, ''];
  return [censored > 0 ? `> ${time(ns)}` : time(ns), ''];
}

function neverCameBack({ censored }: LatencySummary): string[] {
  if (censored === 0) return [];
  const requests = censored === 1 ? '1 request' : `${count(censored)} requests`;
  return [`${requests} never came back and count as slower than every value here.`];
}

/** What the generator and its slots added: the part of response time that is not service time. */
export function waitingTable(point: Pick<Point, 'latency'>): Table {
  const { lateness, queueing } = point.latency;
  const percents = lateness.percentiles.map(({ percent }) => percent);
  const row = (name: string, summary: LatencySummary): Cell[] => [
    name,
    ...summary.percentiles.map((percentile) => valueCell(percentileWords(percentile, 0))),
    summary.maxNs === null ? '–' : time(summary.maxNs),
  ];
  return {
    caption: 'Before sending',
    columns: [
      leftColumn(''),
      ...percents.map((percent) => rightColumn(percentileName(percent))),
      rightColumn('max'),
    ],
    rows: [row('lateness', lateness), row('queueing', queueing)],
    footnotes: [
      'lateness = dispatched − due: our own fault',
      'queueing = sent − dispatched: no free connection, stream or slot',
    ],
  };
}
