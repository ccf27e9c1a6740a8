import type { Point } from '../../../contract/point.ts';
import type { ResultDocument } from '../../../contract/result-document.ts';
import { subject } from '../../facts/subject.ts';
import { documentNotices, verdictWords } from '../../facts/verdict-words.ts';
import { htmlText } from '../escape.ts';

/** Drawn signs, so that the verdict does not hang on colour. */
const SIGN = {
  valid: '<path d="M5 12.5l4.5 4.5L19 7.5"/>',
  saturated: '<path d="M4 17l5-5 4 4 7-9"/><path d="M14.5 7H20v5.5"/>',
  invalid: '<path d="M6 6l12 12M18 6L6 18"/>',
} as const;

/** The head of a point: what was measured, the verdict in plain words, what must not be overlooked. */
export function verdictSection(doc: ResultDocument, point: Point): string {
  const { verdict, tone, headline, sentences } = verdictWords(point);
  const lines = sentences.map((sentence) => `<li>${htmlText(sentence)}</li>`).join('');
  const notices = documentNotices(doc)
    .map((notice) => `<p class="notice">${htmlText(notice)}</p>`)
    .join('\n');
  return `<header class="head">
<p class="eyebrow">inferbench report · ${htmlText(startedWords(doc))}</p>
<h1>${htmlText(point.workload.modelName)}</h1>
<p class="subject">${htmlText(subject(point))}</p>
<div class="verdict ${tone}">
<svg class="sign" viewBox="0 0 24 24" aria-hidden="true">${SIGN[verdict]}</svg>
<div><p class="word">${verdict}</p><p class="headline">${htmlText(headline)}</p><ul>${lines}</ul></div>
</div>
${notices}
</header>`;
}

/** "2026-11-23 14:30 UTC" */
function startedWords({ startedAt }: ResultDocument): string {
  return `${startedAt.slice(0, 16).replace('T', ' ')} UTC`;
}
