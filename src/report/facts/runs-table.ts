import type { RunSummary } from '../list/run-summary.ts';
import { time } from '../render/quantity.ts';
import { type Cell, leftColumn, rightColumn, type Table, type Tone } from './table.ts';

const TONE: Readonly<Record<string, Tone>> = {
  valid: 'good',
  saturated: 'warn',
  invalid: 'bad',
  regressed: 'bad',
  improved: 'good',
  'no change': 'good',
  inconclusive: 'warn',
};

/** Past runs, a row each, in the order given. */
export function runsTable(runs: readonly RunSummary[], footnotes: readonly string[]): Table {
  return {
    caption: 'Runs',
    columns: [
      leftColumn('id'),
      leftColumn('when (UTC)'),
      leftColumn('model'),
      leftColumn('load'),
      rightColumn('p50'),
      rightColumn('p99'),
      leftColumn('verdict'),
      leftColumn('labels'),
    ],
    rows: runs.map((run) => [
      run.id,
      run.startedAt.slice(0, 16).replace('T', ' '),
      run.model ?? '–',
      run.load,
      run.p50Ns === null ? '–' : time(run.p50Ns),
      run.p99Ns === null ? '–' : time(run.p99Ns),
      verdictCell(run),
      labelsOf(run),
    ]),
    footnotes,
  };
}

function verdictCell({ status, verdict }: RunSummary): Cell {
  if (verdict === null) return { text: status, tone: 'warn' };
  const text = status === 'complete' || status === verdict ? verdict : `${verdict}, ${status}`;
  const tone = TONE[verdict];
  return tone ? { text, tone } : text;
}

function labelsOf({ labels }: RunSummary): string {
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(', ');
}
