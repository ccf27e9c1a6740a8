import type { Interval } from '../../contract/point.ts';
import { addTexts } from './histogram-codec.ts';

/** The same second of two shards as one row. Associative and commutative. */
export function addShards(a: Interval, b: Interval): Interval {
  return {
    ...addAnswers(a, b),
    inFlight: a.inFlight + b.inFlight,
    waiting: a.waiting + b.waiting,
  };
}

/** Two rows of one load, one after the other, as one row: its state is that at the later end. */
export function addInTime(a: Interval, b: Interval): Interval {
  const later = a.second > b.second ? a : b;
  return { ...addAnswers(a, b), inFlight: later.inFlight, waiting: later.waiting };
}

function addAnswers(a: Interval, b: Interval): Omit<Interval, 'inFlight' | 'waiting'> {
  return {
    second: Math.min(a.second, b.second),
    phase: a.phase === 'warmup' ? a.phase : b.phase,
    due: a.due + b.due,
    sent: a.sent + b.sent,
    completed: a.completed + b.completed,
    failed: a.failed + b.failed,
    timedOut: a.timedOut + b.timedOut,
    stallNs: Math.max(a.stallNs, b.stallNs),
    response: addTexts(a.response, b.response),
    service: addTexts(a.service, b.service),
  };
}
