import { OUTCOME_CODE, type Outcome, type OutcomeCode } from '../../contract/outcome.ts';
import type { Sample } from '../../contract/sample.ts';
import type { SecondFacts } from '../stats/second-recorder.ts';
import {
  FLOAT64,
  KIND,
  RECORD_BYTES,
  UINT8,
  UINT16,
  UINT32,
  UINT32_RANGE,
} from './sample-layout.ts';

/** 104 days: later, a float64 does not hold every nanosecond, and no load lasts as long. */
const LATEST_NS = 2 ** 53;

/** One record, told apart. */
export type SampleRecord = { readonly worker: number } & (
  | { readonly kind: 'request'; readonly sample: Sample }
  | { readonly kind: 'second-end'; readonly second: number; readonly facts: SecondFacts }
  | { readonly kind: 'worker-end'; readonly interruptedNs: number | null }
);

/** The words that a worker has numbered so; '' where there are none. */
export type TextOf = (worker: number, number: number) => string;

/**
 * Takes whole records apart. `outcomes`: the names of the codes of this file, which may be those of
 * another version. An outcome that is not known is `other`, a record that cannot be one is undefined.
 */
export function* decodeRecords(
  records: Buffer,
  outcomes: readonly string[],
  textOf: TextOf,
): Generator<SampleRecord | undefined> {
  const view = new DataView(records.buffer, records.byteOffset, records.byteLength);
  const codes = outcomes.map((name) => OUTCOME_CODE[name as Outcome] ?? OUTCOME_CODE.other);
  for (let at = 0; at + RECORD_BYTES <= records.byteLength; at += RECORD_BYTES) {
    yield decode(view, at, codes, textOf);
  }
}

function decode(
  view: DataView,
  at: number,
  codes: readonly OutcomeCode[],
  textOf: TextOf,
): SampleRecord | undefined {
  const times = Array.from({ length: 5 }, (_, place) => view.getFloat64(at + place * 8, true));
  if (!times.every((time) => time >= -1 && time <= LATEST_NS)) return undefined;
  const worker = view.getUint16(at + UINT16.worker * 2, true);
  switch (view.getUint8(at + UINT8.kind)) {
    case KIND.request:
      return requestOf(view, at, codes[view.getUint8(at + UINT8.outcome)], textOf);
    case KIND.secondEnd: {
      const [second = 0, inFlight = 0, waiting = 0, stallNs = 0] = times;
      return { kind: 'second-end', worker, second, facts: { inFlight, waiting, stallNs } };
    }
    case KIND.workerEnd: {
      const [interruptedNs = -1] = times;
      return {
        kind: 'worker-end',
        worker,
        interruptedNs: interruptedNs < 0 ? null : interruptedNs,
      };
    }
    default:
      return undefined;
  }
}

function requestOf(
  view: DataView,
  at: number,
  outcome: OutcomeCode | undefined,
  textOf: TextOf,
): SampleRecord | undefined {
  if (outcome === undefined) return undefined;
  const worker = view.getUint16(at + UINT16.worker * 2, true);
  const time = (place: number) => view.getFloat64(at + place * 8, true);
  const word = (place: number) => view.getUint32(at + place * 4, true);
  const sample = {
    index: word(UINT32.indexHigh) * UINT32_RANGE + word(UINT32.indexLow),
    request: word(UINT32.request),
    worker,
    dueNs: time(FLOAT64.due),
    dispatchedNs: time(FLOAT64.dispatched),
    sentNs: time(FLOAT64.sent),
    firstByteNs: time(FLOAT64.firstByte),
    doneNs: time(FLOAT64.done),
    outcome,
    detail: textOf(worker, view.getUint8(at + UINT8.text)),
    correct: word(UINT32.correct),
    touched: view.getUint8(at + UINT8.touched) === 1,
  };
  return { kind: 'request', worker, sample };
}
