import { isComparison } from '../parse-any.ts';
import { markdownText } from '../render/escape.ts';
import { count } from '../render/quantity.ts';
import type { CommentSection } from './comment-section.ts';
import { comparisonContext, comparisonSections } from './comparison-block.ts';
import { gravestFirst, type Headline, type JudgedDocument } from './headline.ts';
import { markerOf } from './marker.ts';
import type { PublishedDocument } from './published.ts';
import { type ReportLink, reportLink } from './report-link.ts';
import { resultContext, resultSections } from './result-block.ts';

/** What a comment is made of. */
export interface CommentSubject {
  readonly jobKey: string;
  /** One or more; the gravest is shown first. */
  readonly documents: readonly PublishedDocument[];
  readonly reportUrl: string | null;
  /** The comment said before that something was worse. */
  readonly wasBad?: boolean;
  /** Words for the last line, plain text: who made it and of what. */
  readonly footer: string;
}

const HEADING = '### ';

/** Whether the first line of a comment says that something is worse. */
export function saysBad(body: string): boolean {
  return (
    body
      .split(/\r?\n/)
      .find((line) => line.startsWith(HEADING))
      ?.startsWith(`${HEADING}❌`) ?? false
  );
}

/**
 * The text of a comment in Markdown: marker, verdict with the worst change, context, numbers, folded details, links.
 * What does not fit is left out by whole sections, from the end; marker, first line and links stay.
 * @param fits whether a text is short enough for where it goes
 */
export function commentText(subject: CommentSubject, fits: (text: string) => boolean): string {
  const blocks = gravestFirst(subject.documents);
  const head = [markerOf(subject.jobKey), firstLine(blocks, subject)];
  const sections = blocks.flatMap((block) => blockSections(block, blocks.length > 1));
  const foot = lastLine(subject);
  for (let kept = sections.length; kept > 0; kept -= 1) {
    const text = joined(head, sections.slice(0, kept), sections.slice(kept), foot);
    if (fits(text)) return text;
  }
  return joined(head, [], sections, foot);
}

function firstLine(
  blocks: readonly JudgedDocument[],
  { jobKey, wasBad = false }: CommentSubject,
): string {
  const [gravest] = blocks;
  if (!gravest) return HEADING + markdownText(jobKey);
  const many = blocks.length > 1 ? ` (the gravest of ${count(blocks.length)})` : '';
  const { headline } = gravest;
  const isRecovered = wasBad && headline.state === 'good';
  const shown = isRecovered ? { ...headline, word: `recovered, ${headline.word}` } : headline;
  return `${HEADING}${headingOf(shown)}${many} · ${markdownText(jobKey)}`;
}

function headingOf({ symbol, word, what }: Headline): string {
  const capital = word.charAt(0).toUpperCase() + word.slice(1);
  return `${symbol} ${capital}${what === '' ? '' : `: ${markdownText(what)}`}`;
}

function blockSections(
  { headline, document }: JudgedDocument,
  isOneOfMany: boolean,
): CommentSection[] {
  const context = isComparison(document) ? comparisonContext(document) : resultContext(document);
  const heading = isOneOfMany ? `#### ${headingOf(headline)}\n\n` : '';
  const sections = isComparison(document) ? comparisonSections(document) : resultSections(document);
  return [{ title: 'Context', body: heading + context }, ...sections];
}

function lastLine({ reportUrl, footer }: CommentSubject): string {
  const link: ReportLink | null = reportUrl === null ? null : reportLink(reportUrl);
  const parts = [link?.markdown ?? '', `<sub>${markdownText(footer)}</sub>`];
  return parts.filter((part) => part !== '').join(' · ');
}

function joined(
  head: readonly string[],
  kept: readonly CommentSection[],
  left: readonly CommentSection[],
  foot: string,
): string {
  const titles = [...new Set(left.map(({ title }) => title))].map(markdownText).join(', ');
  const note = left.length > 0 ? [`*Left out to stay below the size limit: ${titles}.*`] : [];
  return `${[...head, ...kept.map(({ body }) => body), ...note, foot].join('\n\n')}\n`;
}
