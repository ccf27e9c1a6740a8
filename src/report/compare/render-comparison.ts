import type { ComparisonDocument } from '../../contract/comparison-document.ts';
import { calibrationTable } from '../calibration/calibration-table.ts';
import type { Table } from '../facts/table.ts';
import { markdownText } from '../render/escape.ts';
import { markdownTable } from '../render/markdown/markdown-table.ts';
import type { RenderOptions } from '../render/renderer.ts';
import { paint } from '../render/text/paint.ts';
import { textLines } from '../render/text/text-lines.ts';
import { textTable } from '../render/text/text-table.ts';
import { comparisonJunit } from './comparison-junit.ts';
import { changesTable, comparisonTable } from './comparison-table.ts';
import { comparisonWords } from './comparison-words.ts';
import { comparisonHtml } from './html/comparison-html.ts';
import { pairLines } from './pair-lines.ts';

const RENDERERS = { text, md, html: comparisonHtml, json, junit: comparisonJunit } as const;

/** Forms a comparison can be shown in. */
export type ComparisonFormat = keyof typeof RENDERERS;
export const COMPARISON_FORMATS = Object.keys(RENDERERS) as ComparisonFormat[];

/** How a comparison should look. */
export interface ComparisonLook extends RenderOptions {
  /** What could not be told is a failure, in the forms that know failures; the exit code says it too. */
  readonly isStrict?: boolean;
}

/** A comparison as a report; the same document gives the same bytes. */
export function renderComparison(
  document: ComparisonDocument,
  format: ComparisonFormat,
  options: ComparisonLook,
): string {
  return RENDERERS[format](document, options);
}

function tablesOf({ comparison, calibration }: ComparisonDocument): Table[] {
  if (!comparison) return [];
  const { changed, points } = comparison;
  return [
    ...(calibration ? [calibrationTable(calibration)] : []),
    ...(changed.length > 0 ? [changesTable(changed)] : []),
    ...points.map((point) => comparisonTable(point)),
  ];
}

function text(document: ComparisonDocument, options: RenderOptions): string {
  const { word, tone, headline, sentences } = comparisonWords(document);
  const { color } = options;
  const head = [
    `${paint(word.toUpperCase(), tone, color)}  ${paint(headline, 'strong', color)}`,
    ...sentences.flatMap((sentence) => textLines(sentence, options)),
    // An id that was cut in two could not be copied.
    ...pairLines(document).flatMap((line) =>
      textLines(line, { color, width: Number.POSITIVE_INFINITY }, 'quiet'),
    ),
  ].join('\n');
  const tables = tablesOf(document).map((table) => textTable(table, options));
  return `${[head, ...tables, ...filesPart(options)].join('\n\n')}\n`;
}

function filesPart({ files = [], color }: RenderOptions): string[] {
  if (files.length === 0) return [];
  const unwrapped = { color, width: Number.POSITIVE_INFINITY };
  const lines = files.flatMap((one) => textLines(one, unwrapped));
  return [[paint('Files', 'strong', color), ...lines].join('\n')];
}

function md(document: ComparisonDocument): string {
  const { word, headline, sentences } = comparisonWords(document);
  const list = (lines: readonly string[]) =>
    lines.map((one) => `- ${markdownText(one)}`).join('\n');
  const tables = tablesOf(document).map(
    (table) => `## ${markdownText(table.caption)}\n\n${markdownTable(table)}`,
  );
  const parts = [
    `# B against A: ${word}`,
    `**${markdownText(headline)}**`,
    list(sentences),
    list(pairLines(document)),
    ...tables,
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

/** The document itself: base units (ns, requests per second, shares of 1). */
function json(document: ComparisonDocument): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}
