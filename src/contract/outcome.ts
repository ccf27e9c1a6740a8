/**
 * The closed list of ways a request can end. Codes index typed arrays on the hot path, so the order
 * is part of the shard protocol: add at the end.
 */
export const OUTCOMES = [
  'ok',
  'timed-out',
  'aborted',
  'unsent',
  'refused',
  'reset',
  'closed-mid-answer',
  'connect-timeout',
  'tls',
  'dns',
  'http-4xx',
  'http-5xx',
  'http-other',
  'grpc-cancelled',
  'grpc-unknown',
  'grpc-invalid-argument',
  'grpc-deadline-exceeded',
  'grpc-not-found',
  'grpc-resource-exhausted',
  'grpc-unimplemented',
  'grpc-internal',
  'grpc-unavailable',
  'grpc-other',
  'malformed-answer',
  'wrong-answer',
  'protocol-error',
  'overloaded',
  'server-shutdown',
  'other',
] as const;

export type Outcome = (typeof OUTCOMES)[number];
export type OutcomeCode = number;

/** `OUTCOME_CODE['reset']` is the small integer that stands for it on the hot path. */
export const OUTCOME_CODE = Object.fromEntries(OUTCOMES.map((name, code) => [name, code])) as {
  readonly [K in Outcome]: OutcomeCode;
};

export type Ending = 'completed' | 'failed' | 'timedOut' | 'aborted' | 'unsent';

/** Which term of the accounting identity an outcome adds to. */
export function endingOf(code: OutcomeCode): Ending {
  if (code === OUTCOME_CODE.ok) return 'completed';
  if (code === OUTCOME_CODE['timed-out']) return 'timedOut';
  if (code === OUTCOME_CODE.aborted) return 'aborted';
  if (code === OUTCOME_CODE.unsent) return 'unsent';
  return 'failed';
}
