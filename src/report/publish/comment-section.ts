import type { Table } from '../facts/table.ts';
import { htmlText } from '../render/escape.ts';
import { markdownTable } from '../render/markdown/markdown-table.ts';

/** One part of a comment that can be left out as a whole. */
export interface CommentSection {
  readonly title: string;
  readonly body: string;
}

/** A part that is always seen. */
export function openSection(table: Table): CommentSection {
  return { title: table.caption, body: markdownTable(table) };
}

/** A part that is unfolded by a click. The blank lines matter: without them the table would be taken for HTML. */
export function foldedSection(title: string, body: string): CommentSection {
  const summary = `<details>\n<summary>${htmlText(title)}</summary>`;
  return { title, body: `${summary}\n\n${body}\n\n</details>` };
}

export function foldedTable(table: Table, title = table.caption): CommentSection {
  return foldedSection(title, markdownTable(table));
}
