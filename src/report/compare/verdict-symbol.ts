import type { ComparisonVerdict } from '../../contract/comparison.ts';
import { verdictCell } from './comparison-words.ts';

const SYMBOL: Readonly<Record<ComparisonVerdict, string>> = {
  regressed: '✗',
  improved: '✓',
  'no-change': '=',
  inconclusive: '?',
  invalid: '!',
};

/** A verdict by sign and word, so that it hangs on neither colour nor picture: "✗ regressed". */
export function signedVerdict(verdict: ComparisonVerdict) {
  const { text, tone } = verdictCell(verdict);
  return { text: `${SYMBOL[verdict]} ${text}`, tone };
}
