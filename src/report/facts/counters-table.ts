import { type Counters, unaccounted } from '../../contract/accounting.ts';
import type { Point } from '../../contract/point.ts';
import { count } from '../render/quantity.ts';
import { type Cell, leftColumn, rightColumn, type Table } from './table.ts';

const PHASE_TITLE = { warmup: 'warm-up', measured: 'measured' } as const;
const ENDINGS = ['completed', 'failed', 'timedOut', 'aborted', 'unsent'] as const;
const ENDING_TITLE = {
  completed: 'completed',
  failed: 'failed',
  timedOut: 'timed out',
  aborted: 'aborted',
  unsent: 'unsent',
} as const;

/** What became of every request, phase by phase, and whether the sum is right. */
export function countersTable(point: Pick<Point, 'phases'>): Table {
  return {
    caption: 'What became of the requests',
    columns: [
      leftColumn('phase'),
      rightColumn('planned'),
      ...ENDINGS.map((ending) => rightColumn(ENDING_TITLE[ending])),
      leftColumn('adds up'),
    ],
    rows: point.phases.map((phase) => [
      PHASE_TITLE[phase.name],
      count(phase.counters.planned),
      ...ENDINGS.map((ending) => endingCell(ending, phase.counters)),
      identityCell(phase.counters),
    ]),
    footnotes: ['planned = completed + failed + timed out + aborted + unsent'],
  };
}

function endingCell(ending: (typeof ENDINGS)[number], counters: Counters): Cell {
  const text = count(counters[ending]);
  if (ending === 'completed') return text;
  return { text, tone: counters[ending] > 0 ? 'bad' : 'quiet' };
}

function identityCell(counters: Counters): Cell {
  const missing = unaccounted(counters);
  if (missing === 0) return { text: 'yes', tone: 'good' };
  return { text: `no: ${missing} unaccounted`, tone: 'bad' };
}
