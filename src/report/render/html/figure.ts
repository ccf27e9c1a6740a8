import type { Table } from '../../facts/table.ts';
import { htmlText } from '../escape.ts';
import { htmlTable } from './html-table.ts';
import { folded } from './section.ts';

export interface LegendEntry {
  /** Class of the line in the chart. */
  readonly name: string;
  readonly text: string;
}

/** A chart with its heading, its legend in words, its numbers as a table, and what scripts may add. */
export function figure(
  title: string,
  chart: string,
  legend: readonly LegendEntry[],
  caption: string,
  numbers: Table | null,
  live = '',
): string {
  if (chart === '') return '';
  const keys = legend.map(
    ({ name, text }) =>
      `<li><span class="key ${name}" aria-hidden="true"></span>${htmlText(text)}</li>`,
  );
  const table = numbers && htmlTable(numbers, { captionHidden: true });
  return `<figure>
<div class="drawn">
<h3>${htmlText(title)}</h3>
${keys.length > 0 ? `<ul class="legend">${keys.join('')}</ul>` : ''}
${chart}${live === '' ? '' : `\n${live}`}
</div>
<figcaption><p>${htmlText(caption)}</p>
${table ? folded('The numbers of this chart', table) : ''}</figcaption>
</figure>`;
}
