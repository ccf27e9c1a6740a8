import type { Generator, Point } from '../../contract/point.ts';
import { count, share, time } from '../render/quantity.ts';
import { type Cell, leftColumn, rightColumn, type Table } from './table.ts';

/** How the generator itself fared: the reader's means to doubt us; null when that is not known. */
export function generatorTable({ generator }: Point): Table | null {
  if (!generator) return null;
  const rows: Cell[][] = [
    ['CPU of this process', share(generator.cpuShare), quiet('of one core')],
    ['CPU taken away by the hypervisor', shareOrDash(generator), quiet('steal')],
    ['Garbage collection', time(generator.gcPauseNs), quiet('in all, measured phase')],
    ['Standstills over 20 ms', count(generator.stallsOver20Ms), quiet(longest(generator))],
    ['New connections', count(generator.newConnections), quiet('opened in the measured phase')],
    ['Sent again', count(generator.resent), quiet('the server said it had not processed them')],
  ];
  return {
    caption: 'How the generator fared',
    columns: [leftColumn(''), rightColumn('value'), leftColumn('what it is')],
    rows,
  };
}

function shareOrDash({ stealShare }: Generator): Cell {
  return stealShare === null ? quiet('not known') : share(stealShare);
}

function longest({ longestStallNs }: Generator): string {
  return `longest ${time(longestStallNs)}`;
}

function quiet(text: string): Cell {
  return { text, tone: 'quiet' };
}

/** Worker by worker; null when there was only one. */
export function workersTable(point: Point): Table | null {
  const { workers } = point.generator ?? { workers: [] };
  if (workers.length < 2) return null;
  return {
    caption: 'Worker threads',
    columns: [
      leftColumn('worker'),
      rightColumn('planned'),
      rightColumn('completed'),
      rightColumn('busy'),
      rightColumn('p50 response'),
      rightColumn('p99 response'),
    ],
    rows: workers.map(({ worker, counters, busyShare, p50ResponseNs, p99ResponseNs }) => [
      String(worker),
      count(counters.planned),
      count(counters.completed),
      share(busyShare),
      p50ResponseNs === null ? '–' : time(p50ResponseNs),
      p99ResponseNs === null ? '–' : time(p99ResponseNs),
    ]),
  };
}
