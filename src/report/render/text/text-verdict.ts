import type { Point } from '../../../contract/point.ts';
import type { ResultDocument } from '../../../contract/result-document.ts';
import { subject } from '../../facts/subject.ts';
import { documentNotices, verdictWords } from '../../facts/verdict-words.ts';
import { terminalText } from '../escape.ts';
import type { RenderOptions } from '../renderer.ts';
import { paint } from './paint.ts';
import { textLines } from './text-lines.ts';
import { wrap } from './wrap.ts';

/** The first lines: what was measured, the verdict in plain words, and what must not be overlooked. */
export function textVerdict(doc: ResultDocument, point: Point, options: RenderOptions): string {
  const { color, width } = options;
  const words = verdictWords(point);
  const badge = paint(words.word.toUpperCase(), words.tone, color);
  const name = wrap(terminalText(point.workload.modelName), width);
  return [
    ...name.map((line) => paint(line, 'strong', color)),
    ...wrap(terminalText(subject(point)), width),
    '',
    `${badge}  ${paint(words.headline, 'strong', color)}`,
    ...words.sentences.flatMap((sentence) => textLines(sentence, options)),
    ...documentNotices(doc).flatMap((notice) => textLines(notice, options, 'warn')),
  ].join('\n');
}
