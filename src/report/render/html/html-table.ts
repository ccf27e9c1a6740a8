import { type Cell, type Column, type Table, textOf } from '../../facts/table.ts';
import { htmlAttribute, htmlText } from '../escape.ts';

/** A table with its caption; the first cell of a row is its heading. */
export function htmlTable(
  table: Table,
  options: { readonly captionHidden?: boolean } = {},
): string {
  const { caption, columns, rows, footnotes = [] } = table;
  const hidden = options.captionHidden ? ' class="unseen"' : '';
  const head = columns.some(({ title }) => title !== '')
    ? `<thead><tr>${columns.map(headCell).join('')}</tr></thead>`
    : '';
  const body = rows.map(
    (row) => `<tr>${row.map((cell, i) => bodyCell(cell, columns[i], i)).join('')}</tr>`,
  );
  const notes = footnotes.map((note) => `<p class="footnote">${htmlText(note)}</p>`).join('\n');
  return `<div class="scroll" role="group" tabindex="0" aria-label="${htmlAttribute(caption)}">
<table><caption${hidden}>${htmlText(caption)}</caption>${head}
<tbody>
${body.join('\n')}
</tbody></table></div>
${notes}`;
}

function headCell({ title, align }: Column): string {
  const side = align === 'right' ? ' class="number"' : '';
  return title === '' ? `<td${side}></td>` : `<th scope="col"${side}>${htmlText(title)}</th>`;
}

function bodyCell(cell: Cell, column: Column | undefined, index: number): string {
  const classes = [
    ...(column?.align === 'right' ? ['number'] : []),
    ...(typeof cell !== 'string' && cell.tone ? [cell.tone] : []),
  ];
  const attribute = classes.length > 0 ? ` class="${classes.join(' ')}"` : '';
  const text = htmlText(textOf(cell));
  const content = typeof cell !== 'string' && cell.code ? `<code>${text}</code>` : text;
  if (index === 0) return `<th scope="row"${attribute}>${content}</th>`;
  return `<td${attribute}>${content}</td>`;
}
