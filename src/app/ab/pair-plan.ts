import type { ComparisonVerdict } from '../../contract/comparison.ts';
import type { MeasuredPair } from '../../contract/comparison-document.ts';

/** A pair that is to be measured. */
export interface PlannedPair {
  readonly order: MeasuredPair['order'];
  readonly role: MeasuredPair['role'];
  /** Counts all pairs from 0: each has a seed of its own. */
  readonly nth: number;
}

/** A pair that was measured to its end; unsound: a run of it cannot be believed or did not end well. */
export interface DonePair extends Pick<PlannedPair, 'order' | 'role'> {
  readonly isUnsound: boolean;
}

export interface PairCounts {
  readonly pairs: number;
  /** Fresh pairs after "regressed"; 0: none. */
  readonly confirm: number;
}

/** The next pair; or why there is none: all are there, or too many were unsound. */
export type NextStep =
  | { readonly kind: 'measure'; readonly pair: PlannedPair }
  | { readonly kind: 'whole' }
  | { readonly kind: 'lost' };

/** Each block of four is balanced against a machine that drifts at a steady pace. */
const ORDERS = ['AB', 'BA', 'BA', 'AB'] as const;

/** Every fourth pair may be measured once more, and one always may. */
const SHARE_REPEATED = 1 / 4;

/**
 * What is measured next. Unsound pairs are measured once more after all others; once there are more of
 * them than may be, nothing is.
 * @param firstVerdict of the sound pairs that are no confirmation; asked when they are complete
 */
export function nextStep(
  done: readonly DonePair[],
  { pairs, confirm }: PairCounts,
  firstVerdict: () => ComparisonVerdict,
): NextStep {
  const nth = done.length;
  const first = nextOf(
    done.filter(({ role }) => role !== 'confirmation'),
    pairs,
  );
  if (typeof first === 'object') {
    const role = first.isRepeat ? 'repeat' : 'first';
    return { kind: 'measure', pair: { order: first.order, role, nth } };
  }
  if (first === 'lost' || confirm === 0 || firstVerdict() !== 'regressed') return { kind: first };
  const confirming = nextOf(
    done.filter(({ role }) => role === 'confirmation'),
    confirm,
  );
  if (typeof confirming !== 'object') return { kind: confirming };
  return { kind: 'measure', pair: { order: confirming.order, role: 'confirmation', nth } };
}

/** Most pairs that are measured once more. */
export function mostRepeats(pairs: number): number {
  return Math.ceil(pairs * SHARE_REPEATED);
}

/** Of one kind of pairs. What stands in for another has its order, so that the whole stays balanced. */
function nextOf(
  done: readonly DonePair[],
  wanted: number,
): { readonly order: PlannedPair['order']; readonly isRepeat: boolean } | 'whole' | 'lost' {
  const unsound = done.filter(({ isUnsound }) => isUnsound);
  if (unsound.length > mostRepeats(wanted)) return 'lost';
  if (done.length < wanted) {
    return { order: ORDERS[done.length % ORDERS.length] ?? 'AB', isRepeat: false };
  }
  const replaced = unsound[done.length - wanted];
  return replaced ? { order: replaced.order, isRepeat: true } : 'whole';
}
