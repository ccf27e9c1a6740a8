import type { GateResult } from '../../../contract/point.ts';
import { type Gate, printGate } from '../../../contract/slo.ts';
import type { RunFacts } from '../verdict/run-facts.ts';
import { answerCountGate } from './count-gate.ts';
import { type GateAnswer, isUpperLimit } from './gate-answer.ts';
import { answerLatencyGate } from './latency-gate.ts';

/** Holds unless a condition on errors was given. */
const DEFAULT_GATE: Gate = { metric: { kind: 'errors' }, comparison: '<=', limit: 0.01 };

export interface GateVerdicts {
  readonly results: GateResult[];
  /** Gates that only clean requests meet, as a user writes them. */
  readonly doubtful: string[];
}

/** Evaluates the conditions of a run in the order given, the default one last. */
export function evaluateGates(gates: readonly Gate[], facts: RunFacts): GateVerdicts {
  const hasErrorsGate = gates.some(({ metric }) => metric.kind === 'errors');
  const answered = [...gates, ...(hasErrorsGate ? [] : [DEFAULT_GATE])].map((gate) => ({
    expression: printGate(gate),
    gate,
    answer: answerOf(gate, facts),
  }));
  return {
    results: answered.map(({ expression, gate, answer }) => resultOf(expression, gate, answer)),
    doubtful: answered.filter(({ answer }) => answer.doubtful).map(({ expression }) => expression),
  };
}

function answerOf(gate: Gate, facts: RunFacts): GateAnswer {
  const { metric } = gate;
  return 'clock' in metric
    ? answerLatencyGate(gate, metric, facts)
    : answerCountGate(gate, metric, facts);
}

function resultOf(expression: string, gate: Gate, answer: GateAnswer): GateResult {
  const { value, passed, reason } = answer;
  return { expression, value, limit: gate.limit, margin: marginOf(gate, value), passed, reason };
}

/** Share of the limit that is left; negative when missed. */
function marginOf(gate: Gate, value: number | null): number | null {
  if (value === null || gate.limit === 0) return null;
  const left = isUpperLimit(gate) ? gate.limit - value : value - gate.limit;
  return left / gate.limit;
}
