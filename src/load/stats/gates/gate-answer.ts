import type { Gate } from '../../../contract/slo.ts';

/**
 * What a run says to a gate. `value` null: there is none, or it is above everything measured.
 * `doubtful`: it is met by clean requests only, so that this run cannot tell.
 */
export interface GateAnswer {
  readonly value: number | null;
  readonly passed: boolean;
  readonly reason: string | null;
  readonly doubtful: boolean;
}

/** A gate without a value fails: what was not measured was not met. */
export function noAnswer(reason: string): GateAnswer {
  return { value: null, passed: false, reason, doubtful: false };
}

/** A latency or error limit, which low values meet. */
export function isUpperLimit({ comparison }: Pick<Gate, 'comparison'>): boolean {
  return comparison === '<' || comparison === '<=';
}
