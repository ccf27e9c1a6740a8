import type { Point } from '../../../contract/point.ts';
import type { ResultDocument } from '../../../contract/result-document.ts';
import { rowSubject } from '../../facts/row-subject.ts';
import { subject } from '../../facts/subject.ts';
import { documentNotices, verdictWords } from '../../facts/verdict-words.ts';
import { htmlText } from '../escape.ts';
import { verdictBox } from './verdict-box.ts';

const TONE_OF = { valid: 'good', saturated: 'warn', invalid: 'bad' } as const;

/** The head of a page about one load: what was measured, and what it is worth. */
export function verdictSection(doc: ResultDocument, point: Point): string {
  return `<header class="head">
${pageTitle(doc, point.workload.modelName, subject(point))}
${verdictBox(verdictWords(point))}
${notices(doc)}
</header>`;
}

/** The head of a page about several loads; each has its own verdict below. */
export function rowHead(doc: ResultDocument): string {
  const names = new Set(doc.points.map(({ workload }) => workload.modelName));
  const title = [...names].join(', ') || 'Nothing was measured';
  return `<header class="head">
${pageTitle(doc, title, rowSubject(doc))}
${verdictOfAll(doc)}
${notices(doc)}
</header>`;
}

function verdictOfAll({ verdict, points }: ResultDocument): string {
  if (points.length === 0) return '';
  return `<p><strong class="word ${TONE_OF[verdict]}">${verdict}</strong>: the worst verdict of the loads that this result rests on.</p>`;
}

/** The head of one of several loads. */
export function loadHead(point: Point): string {
  return `<p class="subject">${htmlText(subject(point))}</p>\n${verdictBox(verdictWords(point))}`;
}

function pageTitle(doc: ResultDocument, title: string, under: string): string {
  return `<p class="eyebrow">inferbench report · ${htmlText(startedWords(doc))}</p>
<h1>${htmlText(title)}</h1>
<p class="subject">${htmlText(under)}</p>`;
}

function notices(doc: ResultDocument): string {
  return documentNotices(doc)
    .map((notice) => `<p class="notice">${htmlText(notice)}</p>`)
    .join('\n');
}

/** "2026-11-23 14:30 UTC" */
function startedWords({ startedAt }: ResultDocument): string {
  return `${startedAt.slice(0, 16).replace('T', ' ')} UTC`;
}
