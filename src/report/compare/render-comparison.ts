import { markdownText } from '../render/escape.ts';
import { markdownTable } from '../render/markdown/markdown-table.ts';
import type { RenderOptions } from '../render/renderer.ts';
import { paint } from '../render/text/paint.ts';
import { textLines } from '../render/text/text-lines.ts';
import { textTable } from '../render/text/text-table.ts';
import type { Comparison } from './comparison.ts';
import { changesTable, comparisonTable } from './comparison-table.ts';
import { comparisonWords } from './comparison-words.ts';

const RENDERERS = { text, md, json } as const;

/** Forms a comparison can be shown in. */
export type ComparisonFormat = keyof typeof RENDERERS;

/** A comparison as a report; the same comparison gives the same bytes. */
export function renderComparison(
  comparison: Comparison,
  format: ComparisonFormat,
  options: RenderOptions,
): string {
  return RENDERERS[format](comparison, options);
}

function tablesOf({ changed, points }: Comparison) {
  return [...(changed.length > 0 ? [changesTable(changed)] : []), ...points.map(comparisonTable)];
}

function pairLines({ pairs }: Comparison): string[] {
  return pairs.map(({ a, b }) => `A ${a} · B ${b}`);
}

function text(comparison: Comparison, options: RenderOptions): string {
  const { word, tone, headline, sentences } = comparisonWords(comparison);
  const { color } = options;
  const head = [
    `${paint(word.toUpperCase(), tone, color)}  ${paint(headline, 'strong', color)}`,
    ...sentences.flatMap((sentence) => textLines(sentence, options)),
    // An id that was cut in two could not be copied.
    ...pairLines(comparison).flatMap((line) =>
      textLines(line, { color, width: Number.POSITIVE_INFINITY }, 'quiet'),
    ),
  ].join('\n');
  const tables = tablesOf(comparison).map((table) => textTable(table, options));
  return `${[head, ...tables].join('\n\n')}\n`;
}

function md(comparison: Comparison): string {
  const { word, headline, sentences } = comparisonWords(comparison);
  const list = (lines: readonly string[]) =>
    lines.map((one) => `- ${markdownText(one)}`).join('\n');
  const tables = tablesOf(comparison).map(
    (table) => `## ${markdownText(table.caption)}\n\n${markdownTable(table)}`,
  );
  const parts = [
    `# B against A: ${word}`,
    `**${markdownText(headline)}**`,
    list(sentences),
    list(pairLines(comparison)),
    ...tables,
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

/** In base units: ns, requests per second, shares of 1. */
function json(comparison: Comparison): string {
  return `${JSON.stringify(comparison, null, 2)}\n`;
}
