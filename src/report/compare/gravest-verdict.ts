import type { ComparisonVerdict } from '../../contract/comparison.ts';

/** What is said of the whole: the first that any judged metric has. */
const GRAVEST_FIRST: readonly ComparisonVerdict[] = [
  'regressed',
  'invalid',
  'inconclusive',
  'improved',
  'no-change',
];

interface WithMetrics {
  readonly metrics: readonly { readonly verdict: ComparisonVerdict | null }[];
}

/** The gravest verdict of all metrics of all loads; invalid where nothing was judged. */
export function gravestVerdict(loads: readonly WithMetrics[]): ComparisonVerdict {
  const found = new Set(loads.flatMap(({ metrics }) => metrics.map(({ verdict }) => verdict)));
  return GRAVEST_FIRST.find((verdict) => found.has(verdict)) ?? 'invalid';
}
