import { stripVTControlCharacters } from 'node:util';
import CliTable from 'cli-table3';
import { type Cell, type Table, textOf } from '../../facts/table.ts';
import { terminalText } from '../escape.ts';
import type { RenderOptions } from '../renderer.ts';
import { paint } from './paint.ts';
import { textLines } from './text-lines.ts';
import { wrap } from './wrap.ts';

const NO_LINES = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '  ',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
};
const NARROWEST_COLUMN = 12;

/** Caption, table, footnotes. A table wider than the terminal wraps its widest column. */
export function textTable(table: Table, options: RenderOptions): string {
  const natural = draw(table, options, Number.POSITIVE_INFINITY);
  const excess = widthOf(natural) - options.width;
  const widest = Math.max(...columnWidths(table));
  const limit = Math.max(NARROWEST_COLUMN, widest - excess);
  const footnotes = (table.footnotes ?? []).flatMap((note) => textLines(note, options, 'quiet'));
  return [
    paint(terminalText(table.caption), 'strong', options.color),
    excess > 0 ? draw(table, options, limit) : natural,
    ...footnotes,
  ].join('\n');
}

function draw({ columns, rows }: Table, { color }: RenderOptions, maxCellWidth: number): string {
  const head = columns.map(({ title }) => paint(title, 'quiet', color));
  const drawn = new CliTable({
    chars: NO_LINES,
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [] },
    colAligns: columns.map(({ align }) => align),
    ...(columns.some(({ title }) => title !== '') && { head }),
  });
  drawn.push(...rows.map((row) => row.map((cell) => paintedCell(cell, maxCellWidth, color))));
  return drawn.toString().replace(/[ \t]+$/gm, '');
}

function paintedCell(cell: Cell, maxWidth: number, color: boolean): string {
  const tone = typeof cell === 'string' ? undefined : cell.tone;
  return wrap(terminalText(textOf(cell)), maxWidth)
    .map((line) => paint(line, tone, color))
    .join('\n');
}

function columnWidths({ columns, rows }: Table): number[] {
  return columns.map(({ title }, column) =>
    Math.max(title.length, ...rows.map((row) => terminalText(textOf(row[column] ?? '')).length)),
  );
}

function widthOf(drawn: string): number {
  const lines = stripVTControlCharacters(drawn).split('\n');
  return Math.max(0, ...lines.map((line) => line.length));
}
