import type { Tone } from '../../facts/table.ts';
import { htmlText } from '../escape.ts';

/** A verdict as it stands at the head of a page. */
export interface BoxedVerdict {
  readonly word: string;
  readonly tone: Tone;
  readonly headline: string;
  readonly sentences: readonly string[];
}

/** Drawn signs, so that the verdict does not hang on colour. */
const SIGN: Readonly<Record<Tone, string>> = {
  good: '<path d="M5 12.5l4.5 4.5L19 7.5"/>',
  warn: '<path d="M12 4v10M12 19.5v.5"/>',
  bad: '<path d="M6 6l12 12M18 6L6 18"/>',
  quiet: '',
};

/** The word, what it means, and the reasons, in a box of its tone. */
export function verdictBox({ word, tone, headline, sentences }: BoxedVerdict): string {
  const lines = sentences.map((sentence) => `<li>${htmlText(sentence)}</li>`).join('');
  return `<div class="verdict ${tone}">
<svg class="sign" viewBox="0 0 24 24" aria-hidden="true">${SIGN[tone]}</svg>
<div><p class="word">${word}</p><p class="headline">${htmlText(headline)}</p><ul>${lines}</ul></div>
</div>`;
}
