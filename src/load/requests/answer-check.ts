import { OUTCOME_CODE, type OutcomeCode } from '../../contract/outcome.ts';
import type { Slot } from '../engines/engine.ts';
import { type AnswerLayout, hasLayout, layoutOf } from './answer-layout.ts';
import { parseGrpcAnswer } from './parse-grpc-answer.ts';
import { parseHttpAnswer } from './parse-http-answer.ts';
import type { ParseAnswer, ParsedOutput } from './parsed-answer.ts';
import { hasRequestId, requestIdOf } from './request-id.ts';
import type { AnswerCheck } from './request-set.ts';
import type { ExpectedAnswer, SharedRequests } from './shared-requests.ts';
import { createValueCheck } from './value-check.ts';
import { verifyAnswer } from './verify-answer.ts';

/** More would mean that every answer has another head, and remembering them is of no use. */
const MOST_LAYOUTS = 8;
const LONGEST_DETAIL = 500;

/**
 * A check of its own for each worker. The head of a good answer is taken apart once and remembered;
 * after that answers are compared byte by byte and their values read where they lie. `point`: which
 * load of the run the ids of requests name; null where they carry none.
 */
export function createAnswerCheck(
  protocol: SharedRequests['protocol'],
  expected: ExpectedAnswer,
  point: number | null = null,
): AnswerCheck {
  const parse: ParseAnswer = protocol === 'grpc' ? parseGrpcAnswer : parseHttpAnswer;
  const checkValues = createValueCheck(expected);
  const layouts: AnswerLayout[] = [];

  const idOf = ({ index }: Slot) => (point === null ? '' : requestIdOf(point, index));
  const repeatsId = ({ idAt }: AnswerLayout, { index }: Slot, bytes: Buffer, start: number) =>
    idAt < 0 || hasRequestId(bytes, start + idAt, point ?? 0, index);

  function fail(
    slot: Slot,
    outcome: 'malformed-answer' | 'wrong-answer',
    detail: string,
  ): OutcomeCode {
    slot.detail = detail.length <= LONGEST_DETAIL ? detail : detail.slice(0, LONGEST_DETAIL);
    return OUTCOME_CODE[outcome];
  }

  function judgeValues(slot: Slot, bytes: Buffer, at: number): OutcomeCode {
    const off = checkValues ? checkValues(slot, bytes, at) : -1;
    if (off < 0) return OUTCOME_CODE.ok;
    const name = expected.outputs[0]?.name;
    const value = bytes.readFloatLE(at + off * 4);
    const detail = `value ${off} of output "${name}" is ${value}: not the reference output`;
    return fail(slot, 'wrong-answer', detail);
  }

  function judgeTyped(slot: Slot, { content }: ParsedOutput): OutcomeCode {
    if (!checkValues || content.kind === 'raw') return OUTCOME_CODE.ok;
    const numbers = content.values.map((value) => (typeof value === 'number' ? value : Number.NaN));
    return judgeValues(slot, Buffer.from(Float32Array.from(numbers).buffer), 0);
  }

  function checkThoroughly(
    slot: Slot,
    bytes: Buffer,
    start: number,
    end: number,
    jsonBytes: number,
  ): OutcomeCode {
    const answer = parse(bytes, start, end, jsonBytes);
    if (typeof answer === 'string') return fail(slot, 'malformed-answer', answer);
    const id = idOf(slot);
    const verified = verifyAnswer(answer, expected, bytes, id);
    if ('kind' in verified) return fail(slot, verified.kind, verified.detail);
    const [first] = verified;
    if (!first) return OUTCOME_CODE.ok;
    const layout = layoutOf(bytes, start, end, jsonBytes, verified, id);
    if (layout && layouts.length < MOST_LAYOUTS) layouts.push(layout);
    return first.content.kind === 'raw'
      ? judgeValues(slot, bytes, first.content.start)
      : judgeTyped(slot, first);
  }

  return {
    check(slot, bytes, start, end, jsonBytes) {
      slot.correct = 0;
      for (let index = 0; index < layouts.length; index += 1) {
        const layout = layouts[index] as AnswerLayout;
        const fits = hasLayout(layout, bytes, start, end, jsonBytes);
        if (fits && repeatsId(layout, slot, bytes, start)) {
          return judgeValues(slot, bytes, start + layout.valuesAt);
        }
      }
      return checkThoroughly(slot, bytes, start, end, jsonBytes);
    },
  };
}
