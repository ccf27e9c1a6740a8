import { assertNever } from '../../../contract/never.ts';
import { type Gate, type GateMetric, meets } from '../../../contract/slo.ts';
import { countText } from '../count-text.ts';
import { type RunFacts, sentOf } from '../verdict/run-facts.ts';
import { type GateAnswer, noAnswer } from './gate-answer.ts';

export type CountMetric = Exclude<GateMetric, { clock: unknown }>;

/** A limit on the share of errors or right answers, or on the rate of good answers. */
export function answerCountGate(gate: Gate, metric: CountMetric, facts: RunFacts): GateAnswer {
  switch (metric.kind) {
    case 'errors':
      return errors(gate, facts);
    case 'throughput':
      if (facts.measured.durationNs === 0) return noAnswer('nothing was measured');
      return answer(gate, facts.outcome.rates.servedPerSecond);
    case 'accuracy': {
      const { correct, labelled } = facts.outcome.answers;
      if (labelled === 0) return noAnswer('there are no labels to compare the answers with');
      return answer(gate, correct / labelled);
    }
    default:
      return assertNever(metric.kind);
  }
}

/** Failed ÷ sent. Requests that never came back are no errors: the verdict speaks of them. */
function errors(gate: Gate, { measured: { counters } }: RunFacts): GateAnswer {
  const sent = sentOf(counters);
  if (sent === 0) return noAnswer('no request was sent');
  const { timedOut, aborted, unsent } = counters;
  const lost = timedOut + aborted + unsent;
  const reason = lost > 0 ? `without ${countText(lost)} requests that never came back` : null;
  return answer(gate, counters.failed / sent, reason);
}

function answer(gate: Gate, value: number, reason: string | null = null): GateAnswer {
  return { value, passed: meets(value, gate), reason, doubtful: false };
}
