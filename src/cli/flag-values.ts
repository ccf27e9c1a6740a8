import { BenchError } from '../contract/bench-error.ts';
import type { ValueKind } from './option-flags.ts';

/** A number where the text is one; else the text itself, so that the schema can name it. */
function numberOrText(text: string): number | string {
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text.trim()) ? Number(text) : text;
}

/** What a flag's words (one for each time it was given) mean to the schema; nothing is checked here. */
export function valueOfFlag(kind: ValueKind, words: readonly string[] | boolean): unknown {
  if (typeof words === 'boolean') return words;
  const last = words.at(-1) ?? '';
  const items = () => words.flatMap((word) => word.split(',')).map((item) => item.trim());
  switch (kind) {
    case 'text':
    case 'boolean':
      return last;
    case 'number':
      return numberOrText(last);
    case 'text-list':
      return items();
    case 'word-list':
      return words;
    case 'number-list':
      return items().map(numberOrText);
    case 'pairs':
      return Object.fromEntries(words.map(pairOf));
  }
}

function pairOf(word: string): [string, string] {
  const at = word.indexOf('=');
  // JavaScript keeps an object's ancestor under this name: such a note would be lost without a word.
  if (word.startsWith('__proto__=')) {
    throw new BenchError('usage', `"${word}": __proto__ cannot be a key`, { hint: 'take another' });
  }
  if (at > 0) return [word.slice(0, at), word.slice(at + 1)];
  throw new BenchError('usage', `"${word}" is not key=value`, { hint: 'write for example pr=17' });
}
