/** Between which rates to search. */
export interface SearchRange {
  readonly lowPerSecond: number;
  readonly highPerSecond: number;
}

const RANGE = /^\s*(\d+(?:\.\d+)?)\s*\.\.\s*(\d+(?:\.\d+)?)\s*$/;
const SEARCH_EXAMPLE = '50..5000';

/** "50..5000" → requests/s. A string says what is wrong. */
export function parseSearchRange(text: string): SearchRange | string {
  const match = RANGE.exec(text);
  if (!match) return `"${text}" is not a range of rates; write ${SEARCH_EXAMPLE}`;
  const [lowPerSecond, highPerSecond] = [Number(match[1]), Number(match[2])];
  if (lowPerSecond > 0 && lowPerSecond < highPerSecond) return { lowPerSecond, highPerSecond };
  return `"${text}" is not a range from a low rate above 0 to a high one; write ${SEARCH_EXAMPLE}`;
}

/** A range as a user writes it; `parseSearchRange` reads it back. */
export function printSearchRange({ lowPerSecond, highPerSecond }: SearchRange): string {
  return `${lowPerSecond}..${highPerSecond}`;
}
