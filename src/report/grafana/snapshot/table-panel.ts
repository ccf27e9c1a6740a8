import { type Table, textOf } from '../../facts/table.ts';
import { markdownText, terminalText } from '../../render/escape.ts';
import { wordsFrame } from './data-frame.ts';
import { type SnapshotPanel, wordsPanel } from './snapshot-panel.ts';

const MOST_ROWS = 200;
const MOST_HEIGHT = 12;

/** A table of the report. Cells are shown as text; what no eye sees is made visible. */
export function tablePanel(table: Table, w = 24): SnapshotPanel {
  const { caption, rows, footnotes = [] } = table;
  const kept = rows.slice(0, MOST_ROWS);
  const columns = titlesOf(table).map((title, place) => ({
    title,
    words: kept.map((row) => terminalText(textOf(row[place] ?? ''))),
  }));
  const left = rows.length - kept.length;
  const notes = left > 0 ? [...footnotes, `${left} more rows are in the report.`] : footnotes;
  // Two for the head, and about a row for each unit of height.
  const h = Math.min(MOST_HEIGHT, 3 + kept.length);
  return wordsPanel(caption, descriptionOf(notes), wordsFrame(caption, columns), { w, h });
}

/** Field names have to differ and must not be empty: a title that comes again says what it is of. */
function titlesOf({ columns }: Table): string[] {
  const seen = new Set<string>();
  return columns.map(({ title }, place) => {
    const plain = title === '' ? ' ' : title;
    const own = seen.has(plain) ? `${plain} (${columns[place - 1]?.title ?? place})` : plain;
    seen.add(own);
    return own;
  });
}

/** A description is Markdown, with variables in it. */
export function descriptionOf(sentences: readonly string[]): string {
  return sentences.map(markdownText).join(' ');
}
