import { type Cell, type Column, type Table, textOf } from '../../facts/table.ts';
import { markdownCode, markdownText } from '../escape.ts';

const WIDEST_PADDED = 48;

/** A GFM table, padded so that it can be read raw, and its footnotes. */
export function markdownTable({ columns, rows, footnotes = [] }: Table): string {
  const cells = rows.map((row) => row.map(markdownCell));
  const titles = columns.map(({ title }) => markdownText(title));
  const widths = columns.map((_, column) => {
    const lengths = [titles, ...cells].map((row) => row[column]?.length ?? 0);
    return Math.min(WIDEST_PADDED, Math.max(3, ...lengths));
  });
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, column) => padded(cell, columns[column], widths[column])).join(' | ')} |`;
  const rule = columns.map(({ align }, column) => {
    const dashes = '-'.repeat((widths[column] ?? 3) - 1);
    return align === 'right' ? `${dashes}:` : `:${dashes}`;
  });
  const table = [line(titles), `| ${rule.join(' | ')} |`, ...cells.map(line)].join('\n');
  return [table, ...footnotes.map(markdownText)].join('\n\n');
}

function markdownCell(cell: Cell): string {
  const text = textOf(cell);
  if (typeof cell === 'string' || text === '') return markdownText(text);
  if (cell.code) return markdownCode(text);
  return cell.tone === 'bad' ? `**${markdownText(text)}**` : markdownText(text);
}

function padded(cell: string, column: Column | undefined, width = 0): string {
  return column?.align === 'right' ? cell.padStart(width) : cell.padEnd(width);
}
