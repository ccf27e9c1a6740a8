import type { JudgedPoint, LoadOutcome } from '../../contract/measurements.ts';
import type { ServerEvidence } from '../../contract/server-evidence.ts';
import type { Gate } from '../../contract/slo.ts';
import { evaluateGates } from './gates/evaluate-gates.ts';
import { notesOf } from './verdict/notes.ts';
import { factsOf } from './verdict/run-facts.ts';
import { askRules, verdictOf } from './verdict/verdict.ts';

/**
 * What a measurement is worth: rules, verdict, gates and notes, beside all that was measured.
 * `server`: what its own counters say, null where nobody asked it.
 */
export function judge(
  outcome: LoadOutcome,
  server: ServerEvidence | null,
  gates: readonly Gate[],
): JudgedPoint {
  const facts = factsOf(outcome, server);
  const { results, doubtful } = evaluateGates(gates, facts);
  const rules = askRules(facts, doubtful);
  const verdict = verdictOf(rules);
  const { interrupted: _, neverDispatched: __, abortReason: ___, ...measured } = outcome;
  return { ...measured, server, rules, verdict, notes: notesOf(facts, verdict), gates: results };
}
