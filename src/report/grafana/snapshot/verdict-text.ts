import type { ResultDocument } from '../../../contract/result-document.ts';
import { hasSeveralPoints, rowSubject } from '../../facts/row-subject.ts';
import { searchWords } from '../../facts/search-words.ts';
import { subject } from '../../facts/subject.ts';
import { documentNotices, verdictWords } from '../../facts/verdict-words.ts';
import { markdownText } from '../../render/escape.ts';

/**
 * The first panel: what was measured and whether to believe it. Markdown in which nothing from outside is
 * markup, and no dollar begins a variable of Grafana's.
 */
export function verdictText(doc: ResultDocument): string {
  const [point] = doc.points;
  const model = point?.workload.modelName ?? '';
  const said = (point && !hasSeveralPoints(doc) && onePoint(point)) || severalPoints(doc);
  return [
    `## ${[model, said.word]
      .filter((word) => word !== '')
      .map(markdownText)
      .join(': ')}`,
    markdownText(said.subject),
    ...said.sentences.map(markdownText),
    ...documentNotices(doc).map((notice) => `> ${markdownText(notice)}`),
    // No code span: a variable inside of one would be filled in.
    `Repeat it: <code>${markdownText(doc.command)}</code>`,
    markdownText(`Result ${doc.id}, inferbench ${doc.tool.version}.`),
  ].join('\n\n');
}

interface Said {
  readonly word: string;
  readonly subject: string;
  readonly sentences: readonly string[];
}

function onePoint(point: ResultDocument['points'][number]): Said {
  const { word, headline, sentences } = verdictWords(point);
  return { word, subject: subject(point), sentences: [`${headline} ${sentences.join(' ')}`] };
}

function severalPoints(doc: ResultDocument): Said {
  const word = doc.points.length === 0 ? 'nothing measured' : doc.verdict;
  return { word, subject: rowSubject(doc), sentences: searchWords(doc) };
}
