import type { Point } from '../../../contract/point.ts';
import type { ResultDocument } from '../../../contract/result-document.ts';
import { subject } from '../../facts/subject.ts';
import type { Tone } from '../../facts/table.ts';
import { documentNotices, verdictWords } from '../../facts/verdict-words.ts';
import { htmlText } from '../escape.ts';

/** Drawn signs, so that the verdict does not hang on colour. */
const SIGN: Readonly<Record<Tone, string>> = {
  good: '<path d="M5 12.5l4.5 4.5L19 7.5"/>',
  warn: '<path d="M12 4v10M12 19.5v.5"/>',
  bad: '<path d="M6 6l12 12M18 6L6 18"/>',
  quiet: '',
};

/** The head of a point: what was measured, the verdict in plain words, what must not be overlooked. */
export function verdictSection(doc: ResultDocument, point: Point): string {
  const { word, tone, headline, sentences } = verdictWords(point);
  const lines = sentences.map((sentence) => `<li>${htmlText(sentence)}</li>`).join('');
  const notices = documentNotices(doc)
    .map((notice) => `<p class="notice">${htmlText(notice)}</p>`)
    .join('\n');
  return `<header class="head">
<p class="eyebrow">inferbench report · ${htmlText(startedWords(doc))}</p>
<h1>${htmlText(point.workload.modelName)}</h1>
<p class="subject">${htmlText(subject(point))}</p>
<div class="verdict ${tone}">
<svg class="sign" viewBox="0 0 24 24" aria-hidden="true">${SIGN[tone]}</svg>
<div><p class="word">${word}</p><p class="headline">${htmlText(headline)}</p><ul>${lines}</ul></div>
</div>
${notices}
</header>`;
}

/** "2026-11-23 14:30 UTC" */
function startedWords({ startedAt }: ResultDocument): string {
  return `${startedAt.slice(0, 16).replace('T', ' ')} UTC`;
}
