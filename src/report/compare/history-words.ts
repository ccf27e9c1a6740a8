import type { Comparison, ComparisonVerdict } from '../../contract/comparison.ts';
import { count } from '../render/quantity.ts';

const HEADLINE: Readonly<Record<ComparisonVerdict, string>> = {
  regressed: 'B is worse than earlier runs by more than their noise and by more than the limit.',
  improved: 'B is better than earlier runs by more than their noise and by more than the limit.',
  'no-change': 'B is like earlier runs: whatever changed is smaller than the limits.',
  inconclusive: 'Earlier runs cannot tell a change of the limits from none.',
  invalid: 'This cannot be judged: numbers are missing, or cannot be believed.',
};

/** The headline where B was held against earlier runs; null where it was not. */
export function historyHeadline(
  comparison: Comparison | null,
  verdict: ComparisonVerdict,
): string | null {
  const bands = comparison?.points.flatMap(({ metrics }) =>
    metrics.flatMap(({ band }) => band ?? []),
  );
  return bands && bands.length > 0 ? HEADLINE[verdict] : null;
}

/** What the history had for each load, a sentence each; empty where there was none to ask. */
export function historySentences({ points }: Comparison): string[] {
  return points.flatMap(({ name, history, metrics }) => {
    if (!history) return [];
    const { earlier, unlike, differences } = history;
    const runs = `${count(earlier)} earlier ${earlier === 1 ? 'run' : 'runs'} made alike`;
    const isBand = metrics.some(({ band }) => band);
    const used = isBand
      ? `${name}: B is held against ${runs}.`
      : `${name}: ${runs} in the history; a noise band takes 5.`;
    return unlike === 0 ? [used] : [used, otherwiseMade(unlike, differences)];
  });
}

/** "3 others differ in CPU, Node." */
export function otherwiseMade(
  unlike: number,
  differences: readonly { readonly field: string }[],
): string {
  const fields = differences.map(({ field }) => field).join(', ');
  const others =
    unlike === 1 ? '1 other was not made alike' : `${count(unlike)} others were not made alike`;
  return `${others}: ${fields}.`;
}
