import type { Point } from '../../../contract/point.ts';
import { batchSizesTable, serverTable } from '../../facts/server-table.ts';
import { type TimePart, timePartsTable, whereTimeGoes } from '../../facts/where-time-goes.ts';
import { timePartsBar } from '../chart/time-parts-bar.ts';
import { htmlTable } from './html-table.ts';
import { section } from './section.ts';

/** What we felt joined with what the server says it did. */
export function serverSection(point: Point): string {
  const parts = whereTimeGoes(point);
  const server = serverTable(point);
  const batches = batchSizesTable(point);
  return section(
    'where-time-goes',
    'Where the time goes',
    parts ? partsFigure(parts) : '',
    server ? htmlTable(server) : '',
    batches ? htmlTable(batches) : '',
  );
}

function partsFigure(parts: readonly TimePart[]): string {
  return `<figure>${timePartsBar(parts)}</figure>
${htmlTable(timePartsTable(parts), { captionHidden: true })}`;
}
