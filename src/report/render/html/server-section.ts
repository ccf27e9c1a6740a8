import type { Point } from '../../../contract/point.ts';
import { serverTable } from '../../facts/server-table.ts';
import { type TimePart, timePartsTable, whereTimeGoes } from '../../facts/where-time-goes.ts';
import { timePartsBar } from '../chart/time-parts-bar.ts';
import { columns } from './columns.ts';
import { figure } from './figure.ts';
import { htmlTable } from './html-table.ts';
import { section } from './section.ts';

const CAPTION =
  'Means, because a server’s counters hold sums and tell nothing of its percentiles. What the server says of itself includes the warm-up.';

/** What we felt joined with what the server says it did. */
export function serverSection(point: Point, scope: string): string {
  const parts = whereTimeGoes(point);
  const tables = [parts && timePartsTable(parts), serverTable(point)].filter(
    (table) => table !== null,
  );
  return section(
    `where-time-goes${scope}`,
    'Where the time goes',
    parts ? partsFigure(parts, scope) : '',
    columns(tables.map((table) => htmlTable(table))),
  );
}

function partsFigure(parts: readonly TimePart[], scope: string): string {
  const legend = parts.map(({ id, title }) => ({ name: `part ${id}`, text: title }));
  return figure('Mean response time', timePartsBar(parts, scope), legend, CAPTION, null);
}
