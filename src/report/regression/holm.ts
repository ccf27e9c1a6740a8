/**
 * Holm's step-down adjustment: the chance that any of the tests is a false alarm stays below α when those
 * with an adjusted p below α are believed, however the tests depend on each other (Holm 1979).
 * @returns adjusted p-values in the order given, each at most 1
 */
export function holm(pValues: readonly number[]): number[] {
  const ascending = pValues.map((p, index) => ({ p, index })).sort((a, b) => a.p - b.p);
  const adjusted = new Array<number>(pValues.length);
  let highest = 0;
  for (const [rank, { p, index }] of ascending.entries()) {
    highest = Math.max(highest, Math.min(1, p * (pValues.length - rank)));
    adjusted[index] = highest;
  }
  return adjusted;
}
