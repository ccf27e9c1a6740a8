import type { Point } from '../../contract/point.ts';
import { leftColumn, type Table } from './table.ts';

/** Why the run can be believed or not: every rule with what it saw and its limit. */
export function rulesTable(point: Point): Table {
  return {
    caption: 'Why these numbers can or cannot be believed',
    columns: [leftColumn('rule'), leftColumn('seen'), leftColumn('limit'), leftColumn('result')],
    rows: point.rules.map(({ title, value, limit, fired, verdict }) => [
      title,
      value,
      { text: limit, tone: 'quiet' },
      fired ? { text: verdict, tone: 'bad' } : { text: 'holds', tone: 'good' },
    ]),
  };
}
