import { BenchError } from '../contract/bench-error.ts';
import type { ValueKind } from './option-flags.ts';

/** A number where the text is one; else the text itself, so that the schema can name it. */
function numberOrText(text: string): number | string {
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text.trim()) ? Number(text) : text;
}

/** What a flag's words (one for each time it was given) mean to the schema; nothing is checked here. */
export function valueOfFlag(
  kind: ValueKind,
  words: readonly string[] | boolean,
  flag: string,
): unknown {
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
      return Object.fromEntries(words.map((word) => pairOf(word, flag)));
  }
}

/** Their values are secrets: a mistake in one is shown without it. */
const SECRET_FLAGS = ['--header', '--triton-env'];

function pairOf(word: string, flag: string): [string, string] {
  const at = word.indexOf('=');
  // JavaScript keeps an object's ancestor under this name: such a note would be lost without a word.
  if (word.startsWith('__proto__=')) {
    throw new BenchError('usage', `${flag}: __proto__ cannot be a key`, { hint: 'take another' });
  }
  if (at > 0) return [word.slice(0, at), word.slice(at + 1)];
  const shown = SECRET_FLAGS.includes(flag) ? 'what it was given' : `"${word}"`;
  throw new BenchError('usage', `${flag}: ${shown} is not key=value`, {
    hint: `write for example ${flag} name=value`,
  });
}
