import type { Point } from '../../../contract/point.ts';
import { countersTable } from '../../facts/counters-table.ts';
import { failuresTable } from '../../facts/failures-table.ts';
import { htmlText } from '../escape.ts';
import { htmlTable } from './html-table.ts';
import { section } from './section.ts';

/** What became of every request, how some failed, and what else is worth knowing. */
export function requestsSection(point: Point, scope: string): string {
  const notes = point.notes.map((note) => `<li>${htmlText(note)}</li>`).join('');
  return section(
    `requests${scope}`,
    'Requests and failures',
    htmlTable(countersTable(point)),
    point.failures.length > 0 ? htmlTable(failuresTable(point)) : '<p>No request failed.</p>',
    notes === '' ? '' : `<h3>Notes</h3>\n<ul class="notes">${notes}</ul>`,
  );
}
