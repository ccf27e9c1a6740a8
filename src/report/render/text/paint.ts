import type { Tone } from '../../facts/table.ts';

export type Style = Tone | 'strong';

const CODE: Readonly<Record<Style, string>> = {
  good: '32',
  bad: '31',
  warn: '33',
  quiet: '2',
  strong: '1',
};

/** Puts ANSI colour around a text that is already safe for a terminal, when colour is wanted. */
export function paint(text: string, style: Style | undefined, color: boolean): string {
  if (!color || style === undefined || text === '') return text;
  return `\u001b[${CODE[style]}m${text}\u001b[0m`;
}
