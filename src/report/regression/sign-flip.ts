/** Sums that differ by rounding alone count as equal. */
const ROUNDING = 1e-12;

/**
 * Exact two-sided sign-flip test that the differences lie around 0: the share of all 2ⁿ choices of signs
 * whose sum is at least as far from 0 as the one that was seen. Asks nothing of their distribution but
 * symmetry. The smallest answer there can be is 2^(1−n).
 * @param differences 1 to 20 of them
 */
export function signFlipP(differences: readonly number[]): number {
  const sizes = differences.map(Math.abs);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const seen = Math.abs(differences.reduce((sum, one) => sum + one, 0));
  const limit = seen - ROUNDING * total;
  // Turning all signs round changes no distance, so the last may keep its own.
  const choices = 2 ** (sizes.length - 1);
  let asFar = 0;
  for (let signs = 0; signs < choices; signs += 1) {
    if (Math.abs(signedSum(sizes, signs)) >= limit) asFar += 1;
  }
  return asFar / choices;
}

/** Bit i of `signs` set: the i-th counts against; the last one never does. */
function signedSum(sizes: readonly number[], signs: number): number {
  let sum = 0;
  for (let index = 0; index < sizes.length; index += 1) {
    const size = sizes[index] ?? 0;
    sum += (signs >> index) & 1 ? -size : size;
  }
  return sum;
}
