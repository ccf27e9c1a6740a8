import type { ComparisonDocument, MeasuredPair } from '../../contract/comparison-document.ts';
import { type Cell, leftColumn, type Table } from '../facts/table.ts';
import { count } from '../render/quantity.ts';
import { disturbanceOf } from './disturbed-pair.ts';
import { type PairOfRuns, pairsInTime } from './pairs-in-time.ts';

const ROLE: Readonly<Record<MeasuredPair['role'], string>> = {
  first: '',
  repeat: 'measured once more',
  confirmation: 'confirmation',
};

/** The pairs in the order in which they were measured, and whether the verdict rests on them. */
export function pairsTable(document: ComparisonDocument): Table {
  const rows = pairsInTime(document);
  const hasRoles = rows.some(({ pair }) => pair.role !== 'first');
  return {
    caption: 'Pairs, in the order in which they were measured',
    columns: [
      leftColumn('pair'),
      leftColumn('first'),
      ...(hasRoles ? [leftColumn('role')] : []),
      leftColumn('A'),
      leftColumn('B'),
      leftColumn('judged'),
    ],
    rows: rows.map((row) => [
      count(row.number),
      row.pair.order === 'AB' ? 'A' : 'B',
      ...(hasRoles ? [ROLE[row.pair.role]] : []),
      runCell(row.pair.a),
      runCell(row.pair.b),
      judgedCell(row),
    ]),
  };
}

function runCell(id: string | null): Cell {
  return id === null ? { text: 'not measured', tone: 'quiet' } : { text: id, code: true };
}

function judgedCell({ pair, a, b }: PairOfRuns): Cell {
  if (!pair.judged) {
    return { text: pair.why === null ? 'no' : `no: ${pair.why}`, tone: 'warn' };
  }
  const disturbance = a && b && disturbanceOf(a, b);
  return disturbance === null ? 'yes' : { text: `yes, but ${disturbance}`, tone: 'warn' };
}
