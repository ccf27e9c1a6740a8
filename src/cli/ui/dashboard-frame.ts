import type { RunEvents } from '../../app/index.ts';
import { grouped } from '../../contract/grouped.ts';
import type { Interval, Workload } from '../../contract/point.ts';
import type { ServerNow } from '../../contract/server-now.ts';
import { sparkline } from '../../contract/sparkline.ts';
import { describeLoad, describeTime } from '../describe-load.ts';
import { visible } from '../visible.ts';

/** One second as it was told, oldest first. */
export interface ToldSecond {
  readonly interval: Interval;
  /** Percentiles of this second's response times. */
  readonly response: Parameters<NonNullable<RunEvents['onInterval']>>[1];
  /** What the server last told; null where it told nothing lately. */
  readonly server: ServerNow | null;
}

/** All that a frame shows. */
export interface DashboardState {
  readonly workload: Workload | null;
  /** null where a number of requests bounds the load. */
  readonly lengthMs: number | null;
  readonly seconds: readonly ToldSecond[];
  /** Steps and warnings, oldest first, fit to be shown. */
  readonly lines: readonly string[];
}

const NAME_WIDTH = 12;
const VALUE_WIDTH = 13;
const MOST_LINES = 5;
const NS_PER_MS = 1e6;

type NumberOf = (second: ToldSecond) => number | null;
interface Row {
  readonly name: string;
  readonly keep: 'highest' | 'lowest';
  readonly words: (value: number) => string;
  readonly numberOf: NumberOf;
  /** Said once it is clear that there is nothing to show. */
  readonly whenNever?: string;
}

const count = (value: number) => grouped(String(value));
const perSecond = (value: number) => `${count(value)}/s`;
const ms = (value: number) => `${value.toPrecision(3)} ms`;

const ROWS: readonly Row[] = [
  { name: 'due', keep: 'highest', words: perSecond, numberOf: ({ interval }) => interval.due },
  {
    name: 'served',
    keep: 'lowest',
    words: perSecond,
    numberOf: ({ interval }) => interval.completed,
  },
  { name: 'p50', keep: 'highest', words: ms, numberOf: ({ response }) => response.p50Ms },
  { name: 'p99', keep: 'highest', words: ms, numberOf: ({ response }) => response.p99Ms },
  {
    name: 'in flight',
    keep: 'highest',
    words: count,
    numberOf: ({ interval }) => interval.inFlight,
  },
  { name: 'waiting', keep: 'highest', words: count, numberOf: ({ interval }) => interval.waiting },
  {
    ...{ name: 'errors', keep: 'highest', words: perSecond },
    numberOf: ({ interval }) => interval.failed + interval.timedOut,
  },
  {
    ...{ name: 'server queue', keep: 'highest', words: ms, whenNever: 'not known' },
    numberOf: ({ server }) => (server?.queueNs == null ? null : server.queueNs / NS_PER_MS),
  },
  {
    ...{ name: '  pending', keep: 'highest', words: count, whenNever: 'not known' },
    numberOf: ({ server }) => server?.pendingRequests ?? null,
  },
];
/** A server's page is read once a second: by then it has been twice. */
const CLEAR_AFTER_SECONDS = 3;

/** The lines of one frame, no longer and no more than the terminal has room for. */
export function dashboardFrame(state: DashboardState, columns: number, rows: number): string[] {
  const { workload, lengthMs, seconds, lines } = state;
  const now = seconds.at(-1);
  const shown = [
    workload ? `${visible(workload.modelName)} · ${visible(describeLoad(workload))}` : 'setting up',
    now ? `${describeTime(now.interval, lengthMs)}${bar(now.interval, lengthMs)}` : '',
    '',
    ...(now ? ROWS.map((row) => rowText(row, seconds)) : []),
    now ? errorsInAll(seconds) : '',
    '',
    ...lines.slice(-MOST_LINES),
  ];
  const width = Math.max(0, columns - 1);
  return shown.slice(0, Math.max(1, rows - 1)).map((line) => [...line].slice(0, width).join(''));
}

function rowText(row: Row, seconds: readonly ToldSecond[]): string {
  const { name, keep, words, numberOf, whenNever } = row;
  const values = seconds.map(numberOf);
  const last = values.at(-1) ?? null;
  const isNever = seconds.length >= CLEAR_AFTER_SECONDS && values.every((value) => value === null);
  const unknown = (isNever && whenNever) || '–';
  const value = (last === null ? unknown : words(last)).padStart(VALUE_WIDTH);
  const isLine = !(isNever && whenNever);
  return `${name.padEnd(NAME_WIDTH)}${value}${isLine ? `  ${sparkline(values, keep)}` : ''}`;
}

function errorsInAll(seconds: readonly ToldSecond[]): string {
  const sum = (of: (interval: Interval) => number) =>
    seconds.reduce((total, { interval }) => total + of(interval), 0);
  const failed = count(sum((one) => one.failed));
  return `${failed} failed, ${count(sum((one) => one.timedOut))} timed out so far`;
}

/** How much of the load is over. */
function bar({ second }: Interval, lengthMs: number | null): string {
  if (lengthMs === null || lengthMs === 0) return '';
  const cells = 24;
  const full = Math.min(cells, Math.round((((second + 1) * 1000) / lengthMs) * cells));
  return `  ${'█'.repeat(full)}${'░'.repeat(cells - full)}`;
}
