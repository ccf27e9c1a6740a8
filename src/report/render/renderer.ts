import type { ResultDocument } from '../../contract/result-document.ts';

/** How a report should look; nothing here changes what it says. */
export interface RenderOptions {
  /** ANSI colours, for a terminal. */
  readonly color: boolean;
  /** Columns of the terminal. */
  readonly width: number;
  /** Where the result lies, to be named at the end of the terminal summary. */
  readonly files?: readonly string[];
}

/** Document → text: no clock, no disk; the same document gives the same bytes. */
export type Renderer = (doc: ResultDocument, options: RenderOptions) => string;
