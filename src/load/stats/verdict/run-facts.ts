import { type Counters, noCounters } from '../../../contract/accounting.ts';
import type { LoadOutcome } from '../../../contract/measurements.ts';
import type { Phase, Rule } from '../../../contract/point.ts';
import type { ServerEvidence } from '../../../contract/server-evidence.ts';
import { type Clock, type Population, populationsOf } from '../population.ts';

/** What rules and gates look at, decoded once. */
export interface RunFacts {
  readonly outcome: LoadOutcome;
  readonly server: ServerEvidence | null;
  readonly measured: Phase;
  readonly populations: Record<Clock, Population>;
}

/** One rule; it says what it saw, whether it fires or not. */
export type VerdictRule = (facts: RunFacts) => Rule;

export function factsOf(outcome: LoadOutcome, server: ServerEvidence | null): RunFacts {
  const measured = outcome.phases.at(-1) ?? EMPTY_PHASE;
  const { timeoutNs } = outcome.workload;
  const populations = populationsOf(measured.counters, outcome.histograms, timeoutNs);
  return { outcome, server, measured, populations };
}

const EMPTY_PHASE: Phase = {
  name: 'measured',
  startNs: 0,
  durationNs: 0,
  counters: noCounters(),
};

/** Requests that were sent, whatever came of them. */
export function sentOf({ planned, unsent }: Counters): number {
  return planned - unsent;
}
