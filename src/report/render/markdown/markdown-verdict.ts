import type { Point } from '../../../contract/point.ts';
import type { ResultDocument } from '../../../contract/result-document.ts';
import { subject } from '../../facts/subject.ts';
import { documentNotices, verdictWords } from '../../facts/verdict-words.ts';
import { markdownCode, markdownText } from '../escape.ts';

/** Heading, verdict in plain words, and what must not be overlooked. */
export function markdownVerdict(doc: ResultDocument, point: Point): string {
  const words = verdictWords(point);
  const notices = documentNotices(doc).map((notice) => `> ${markdownText(notice)}`);
  return [
    `# ${markdownCode(point.workload.modelName)}: ${words.word}`,
    markdownText(subject(point)),
    `**${markdownText(words.headline)}**`,
    words.sentences.map((sentence) => `- ${markdownText(sentence)}`).join('\n'),
    notices.join('\n>\n'),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}
