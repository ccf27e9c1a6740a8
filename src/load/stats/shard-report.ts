import type { Counters } from '../../contract/accounting.ts';
import type { EncodedHistograms, Failure, Interval, PhaseName } from '../../contract/point.ts';

/** Inferences of good answers, by what is known of them; `wrong` ones came in wrong answers. */
export interface AnswerCounts {
  readonly checked: number;
  readonly wrong: number;
  readonly labelled: number;
  readonly correct: number;
}

/** What a shard measured of one phase. */
export interface PhaseReport {
  readonly name: PhaseName;
  /** Open loop: as planned. Closed loop: as it turned out. */
  readonly durationNs: number;
  readonly counters: Counters;
  readonly histograms: EncodedHistograms;
  readonly failures: readonly Failure[];
  readonly answers: AnswerCounts;
  /** Good answers that came while the phase lasted, whatever phase they were due in: throughput. */
  readonly served: number;
  /** Due in this phase and never handed to the engine. */
  readonly neverDispatched: number;
}

/** How the worker's own loop fared in the measured phase. */
export interface LoopHealth {
  readonly busyShare: number;
  readonly gcPauseNs: number;
  readonly stallsOver20Ms: number;
  readonly longestStallNs: number;
  readonly newConnections: number;
  readonly resent: number;
}

/** Everything one shard measured: plain data, merged with others in any order. */
export interface ShardReport {
  readonly shard: number;
  readonly phases: readonly PhaseReport[];
  readonly intervals: readonly Interval[];
  readonly health: LoopHealth;
  readonly interrupted: boolean;
}
