import type { BenchError } from '../../contract/bench-error.ts';
import type { Comparison } from '../../contract/comparison.ts';
import type { ComparisonDocument } from '../../contract/comparison-document.ts';
import type { WrittenComparison } from '../../report/index.ts';
import type { AbTargets } from './ab-targets.ts';
import type { PlannedPair } from './pair-plan.ts';

/** What is to be measured in turn, and how it is judged. */
export interface AbRequest {
  readonly origin: Exclude<ComparisonDocument['origin'], 'compare'>;
  readonly targets: AbTargets;
  /** Metric → the change that matters, as written: { p99: '15%' }; the defaults are added. */
  readonly limits: Readonly<Record<string, string>>;
  /** Undefined: what is usual, or what was calibrated. */
  readonly pairs: number | undefined;
  /** Fresh pairs after "regressed"; 0: none. */
  readonly confirm: number;
  /** Unload and load the model before every run. */
  readonly isReloaded: boolean;
  /** Go on although the two were not measured alike. */
  readonly isForced: boolean;
  /** What could not be told counts as a regression. */
  readonly isStrict: boolean;
  /** What repeats one run by itself, for its result. */
  readonly commandOfRun: (side: keyof AbTargets, seed: number) => string;
}

/** What is told between the runs; what a run tells itself comes as `RunEvents`. */
export interface AbEvents {
  /** A run begins. `of` counts all pairs that are wanted so far. */
  readonly onRun?: (pair: PlannedPair, of: number, side: keyof AbTargets) => void;
  /** A pair is over; `sofar` is of all sound ones of its kind, null while there is none; `why` it is unsound. */
  readonly onPair?: (
    pair: PlannedPair,
    of: number,
    sofar: Comparison | null,
    why: string | null,
  ) => void;
}

/** A comparison on disk, and what kept it from coming to its end. */
export interface FinishedComparison extends WrittenComparison {
  readonly failure: BenchError | null;
}
