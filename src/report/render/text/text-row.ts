import type { ResultDocument } from '../../../contract/result-document.ts';
import { pointsTable } from '../../facts/points-table.ts';
import { rowSubject } from '../../facts/row-subject.ts';
import { searchWords } from '../../facts/search-words.ts';
import { documentNotices } from '../../facts/verdict-words.ts';
import { terminalText } from '../escape.ts';
import type { RenderOptions } from '../renderer.ts';
import { paint } from './paint.ts';
import { textLines } from './text-lines.ts';
import { textTable } from './text-table.ts';
import { wrap } from './wrap.ts';

/** Several points on a terminal: a row each. All that was measured of each is in the files. */
export function textRow(doc: ResultDocument, options: RenderOptions): string[] {
  const { color, width } = options;
  const models = [...new Set(doc.points.map(({ workload }) => workload.modelName))];
  const head = [
    ...wrap(terminalText(models.join(', ')), width).map((line) => paint(line, 'strong', color)),
    ...wrap(terminalText(rowSubject(doc)), width),
    ...documentNotices(doc).flatMap((notice) => textLines(notice, options, 'warn')),
  ];
  const [answer, ...basis] = searchWords(doc).map((one) => wrap(terminalText(one), width));
  if (answer) head.push('', ...answer.map((line) => paint(line, 'strong', color)));
  head.push(...basis.flat());
  return [head.join('\n'), textTable(pointsTable(doc), options)];
}
