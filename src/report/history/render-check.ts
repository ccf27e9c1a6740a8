import type { Table } from '../facts/table.ts';
import { markdownCode, markdownText, terminalText } from '../render/escape.ts';
import { markdownTable } from '../render/markdown/markdown-table.ts';
import type { RenderOptions } from '../render/renderer.ts';
import { paint } from '../render/text/paint.ts';
import { textLines } from '../render/text/text-lines.ts';
import { textTable } from '../render/text/text-table.ts';
import { checkTable } from './check-table.ts';
import { CHECK_WORDS, changeWords, seriesNotes } from './check-words.ts';
import type { FoundChange, HistoryCheck, MetricCheck, SeriesCheck } from './history-check.ts';

const RENDERERS = { text, md, json } as const;

/** Forms a check can be shown in. */
export type CheckFormat = keyof typeof RENDERERS;

/** A check as a report; the same check gives the same bytes. */
export function renderCheck(
  check: HistoryCheck,
  format: CheckFormat,
  options: RenderOptions,
): string {
  return RENDERERS[format](check, options);
}

/** A part of a page or a comment that can be left out as a whole. */
export interface HistorySection {
  readonly title: string;
  /** Markdown without a heading. */
  readonly body: string;
}

/** A check in Markdown, a section for each series. */
export function historySections({ series }: HistoryCheck): HistorySection[] {
  return series.map((one) => {
    const lines = [...allChanges(one).map(changeLine), ...seriesNotes(one)].map(markdownText);
    const known = waysToAcknowledge(one).map(
      (command) => `If that is fine: ${markdownCode(command)}`,
    );
    const list = [...lines, ...known].map((line) => `- ${line}`).join('\n');
    const tables = one.loads.map((load) => {
      const table = checkTable(load);
      const notes = (table.footnotes ?? []).map(markdownText).join('\n\n');
      const body = table.rows.length > 0 ? markdownTable(table) : notes;
      return `**${markdownText(table.caption)}**\n\n${body}`;
    });
    const parts = [list, ...tables].filter((part) => part !== '');
    return { title: `History: ${one.series}`, body: parts.join('\n\n') };
  });
}

function md(check: HistoryCheck): string {
  const { word, headline } = CHECK_WORDS[check.verdict];
  const sections = historySections(check).map(
    ({ title, body }) => `## ${markdownText(title)}\n\n${body}`,
  );
  return `${[`# History: ${word}`, `**${markdownText(headline)}**`, ...sections].join('\n\n')}\n`;
}

function text(check: HistoryCheck, options: RenderOptions): string {
  const { color } = options;
  const { word, tone, headline } = CHECK_WORDS[check.verdict];
  const head = `${paint(word.toUpperCase(), tone, color)}  ${paint(headline, 'strong', color)}`;
  const unwrapped = { color, width: Number.POSITIVE_INFINITY };
  const parts = check.series.map((one) =>
    [
      ...textLines(one.series, unwrapped, 'strong').map((line) => line.trimStart()),
      // A name that was cut in two could not be copied.
      ...allChanges(one).flatMap((change) =>
        textLines(changeLine(change), unwrapped, toneOf(change), '- '),
      ),
      ...waysToAcknowledge(one).flatMap((command) =>
        textLines(`if that is fine: ${command}`, unwrapped, 'quiet'),
      ),
      ...seriesNotes(one).flatMap((note) => textLines(note, options)),
      ...one.loads.map((load) => `\n${loadText(checkTable(load), options)}`),
    ].join('\n'),
  );
  return `${[head, ...parts].join('\n\n')}\n`;
}

/** Without a run to show there are only notes: a head without rows would look like a fault. */
function loadText(table: Table, { color }: RenderOptions): string {
  const unwrapped = { color, width: Number.POSITIVE_INFINITY };
  if (table.rows.length > 0) return textTable(table, unwrapped);
  const notes = (table.footnotes ?? []).flatMap((note) => textLines(note, unwrapped, 'quiet'));
  return [paint(terminalText(table.caption), 'strong', color), ...notes].join('\n');
}

/** In base units: ns, requests per second, shares of 1. */
function json(check: HistoryCheck): string {
  return `${JSON.stringify(check, null, 2)}\n`;
}

interface LoadChange {
  readonly load: string;
  readonly metric: MetricCheck;
  readonly change: FoundChange;
}

function allChanges({ loads }: SeriesCheck): LoadChange[] {
  return loads.flatMap(({ name, metrics }) =>
    metrics.flatMap((metric) => metric.changes.map((change) => ({ load: name, metric, change }))),
  );
}

function changeLine({ load, metric, change }: LoadChange): string {
  return `${load}: ${changeWords(metric, change)}`;
}

function toneOf({ change: { direction, state } }: LoadChange) {
  if (direction === 'better' || state === 'recovered') return 'quiet';
  return state === 'confirmed' ? 'bad' : 'warn';
}

/** A command for each place where something lastingly became worse. */
function waysToAcknowledge(series: SeriesCheck): string[] {
  const entries = allChanges(series).flatMap(({ change: { direction, state, firstAfter } }) =>
    direction === 'worse' && state === 'confirmed' ? [firstAfter.entry] : [],
  );
  return [...new Set(entries)].map(
    (entry) =>
      `bench history acknowledge '${entry.replaceAll("'", `'\\''`)}' --reason 'why it is fine'`,
  );
}
