import { metricDefinition } from '../../contract/metric-definitions.ts';
import type { Point } from '../../contract/point.ts';
import type { ServerEvidence } from '../../contract/server-evidence.ts';
import { count, ratio, time } from '../render/quantity.ts';
import { type Cell, leftColumn, rightColumn, type Table } from './table.ts';

const MEANS = [
  ['server.request', 'meanRequestNs'],
  ['server.queue', 'meanQueueNs'],
  ['server.compute-input', 'meanComputeInputNs'],
  ['server.compute-infer', 'meanComputeInferNs'],
  ['server.compute-output', 'meanComputeOutputNs'],
] as const;

/** What the server's own counters say; null when nothing could be read. */
export function serverTable(point: Point): Table | null {
  const { server } = point;
  if (server === null) return null;
  return {
    caption: 'What the server counted',
    columns: [leftColumn(''), rightColumn('value'), leftColumn('from')],
    rows: [...countRows(server), ...meanRows(server)],
    footnotes: [
      'From a reading before the load to a settled reading after it, so warm-up is included.',
      ...(server.restarted
        ? ['Its counters started again in between: it restarted or reloaded.']
        : []),
    ],
  };
}

function countRows(server: ServerEvidence): Cell[][] {
  const { requests, failures, inferences, executions, expectedRequests } = server;
  const quiet = (text: string): Cell => ({ text, tone: 'quiet' });
  const rows: Cell[][] = [
    ['Requests served', known(requests, count), quiet('its own count')],
    ['Requests we saw answered', count(expectedRequests), quiet('ours, timed out ones included')],
    ['Requests failed', known(failures, count), quiet('its own count, after they were queued')],
    ['Inferences', known(inferences, count), quiet('requests × batch')],
    ['Executions', known(executions, count), quiet('one may serve a batch of requests')],
  ];
  if (inferences !== null && executions !== null && executions > 0) {
    rows.push([
      'Mean batch size',
      ratio(inferences / executions),
      quiet('inferences / executions'),
    ]);
  }
  return rows;
}

function meanRows(server: ServerEvidence): Cell[][] {
  return MEANS.map(([id, key]) => [
    metricDefinition(id).title,
    known(server[key], time),
    { text: 'mean per request', tone: 'quiet' },
  ]);
}

function known(value: number | null, words: (value: number) => string): Cell {
  return value === null ? { text: '–', tone: 'quiet' } : words(value);
}

/** How large the batches were that the server really ran; null when it does not tell. */
export function batchSizesTable(point: Point): Table | null {
  const sizes = point.server?.batchSizes ?? [];
  if (sizes.length === 0) return null;
  return {
    caption: 'Batches the server ran',
    columns: [rightColumn('batch size'), rightColumn('executions')],
    rows: sizes.map(({ batchSize, executions }) => [count(batchSize), count(executions)]),
  };
}
