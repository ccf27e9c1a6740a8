/** What a cell wants to say by its look; every tone is also said in words. */
export type Tone = 'good' | 'bad' | 'warn' | 'quiet';

/**
 * Plain text, not escaped for anywhere. `code`: a literal (a command, a server's own words), set in
 * a monospaced face where there is one.
 */
export type Cell = string | { readonly text: string; readonly tone?: Tone; readonly code?: true };

export interface Column {
  readonly title: string;
  /** Numbers stand on the right. */
  readonly align: 'left' | 'right';
}

/** One table of a report, the same for every format. The first cell of a row names the row. */
export interface Table {
  readonly caption: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
  /** Sentences below the table. */
  readonly footnotes?: readonly string[];
}

export function leftColumn(title: string): Column {
  return { title, align: 'left' };
}

export function rightColumn(title: string): Column {
  return { title, align: 'right' };
}

export function textOf(cell: Cell): string {
  return typeof cell === 'string' ? cell : cell.text;
}
