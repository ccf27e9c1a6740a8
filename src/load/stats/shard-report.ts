import type { Counters } from '../../contract/accounting.ts';
import type { EncodedHistograms, Failure, Interval, PhaseName } from '../../contract/point.ts';

/** What a shard measured of one phase. */
export interface PhaseReport {
  readonly name: PhaseName;
  /** Open loop: as planned. Closed loop: as it turned out. */
  readonly durationNs: number;
  readonly counters: Counters;
  readonly histograms: EncodedHistograms;
  readonly failures: readonly Failure[];
  readonly answers: { checked: number; wrong: number; labelled: number; correct: number };
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
