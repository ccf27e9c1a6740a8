import type { ResultDocument } from '../../../contract/result-document.ts';
import { pointsTable } from '../../facts/points-table.ts';
import { hasSeveralPoints } from '../../facts/row-subject.ts';
import { searchWords } from '../../facts/search-words.ts';
import { htmlText } from '../escape.ts';
import { htmlTable } from './html-table.ts';
import { section } from './section.ts';

/** Several points side by side, above all that was measured of each; nothing for one. */
export function pointsSection(doc: ResultDocument): string {
  if (!hasSeveralPoints(doc)) return '';
  const words = searchWords(doc).map((one) => `<p>${htmlText(one)}</p>`);
  return section(
    'points',
    'Points',
    ...words,
    htmlTable(pointsTable(doc), { captionHidden: true }),
  );
}
