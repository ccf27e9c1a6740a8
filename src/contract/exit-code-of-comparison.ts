import { EXIT_CODE } from './bench-error.ts';
import type { ComparisonVerdict } from './comparison.ts';

/**
 * What the process answers with for a comparison.
 * @param isStrict what could not be told counts as a regression
 */
export function exitCodeOfComparison(verdict: ComparisonVerdict, isStrict: boolean): number {
  return {
    regressed: EXIT_CODE.gateFailed,
    improved: EXIT_CODE.fine,
    'no-change': EXIT_CODE.fine,
    inconclusive: isStrict ? EXIT_CODE.gateFailed : EXIT_CODE.fine,
    invalid: EXIT_CODE.invalid,
  }[verdict];
}
