import { OUTCOME_CODE, type OutcomeCode } from '../../../contract/outcome.ts';
import type { AnswerCheck } from '../../requests/request-set.ts';
import type { Slot } from '../engine.ts';
import { MAX_DETAIL_CHARACTERS, outcomeOfHttpStatus } from '../outcome.ts';

/** UTF-8 takes up to four bytes a character; the JSON around the message needs a few more. */
const MAX_MESSAGE_BYTES = 4 * MAX_DETAIL_CHARACTERS + 100;

/** An answer that came whole, with what its head said. */
export interface WholeAnswer {
  readonly head: {
    readonly status: number;
    readonly encoded: boolean;
    readonly jsonBytes: number;
  };
  readonly body: Buffer;
  readonly bodyStart: number;
  readonly bodyEnd: number;
}

/** What a whole answer is worth. May set slot.detail and slot.correct. */
export function outcomeOfAnswer(slot: Slot, answer: WholeAnswer, check: AnswerCheck): OutcomeCode {
  const { head, body, bodyStart, bodyEnd } = answer;
  if (head.status < 200 || head.status > 299) return refusal(slot, answer);
  if (head.encoded) {
    slot.detail = 'a Content-Encoding that was not asked for';
    return OUTCOME_CODE['malformed-answer'];
  }
  if (Number.isNaN(head.jsonBytes) || head.jsonBytes > bodyEnd - bodyStart) {
    slot.detail = 'an Inference-Header-Content-Length that does not fit the body';
    return OUTCOME_CODE['malformed-answer'];
  }
  return check.check(slot, body, bodyStart, bodyEnd, head.jsonBytes);
}

function refusal(slot: Slot, { head, body, bodyStart, bodyEnd }: WholeAnswer): OutcomeCode {
  const end = Math.min(bodyEnd, bodyStart + MAX_MESSAGE_BYTES);
  const message = head.encoded ? '' : errorMessage(body.toString('utf8', bodyStart, end));
  slot.detail = `HTTP ${head.status}${message && ': '}${message}`.slice(0, MAX_DETAIL_CHARACTERS);
  return outcomeOfHttpStatus(head.status, message);
}

/** KServe v2 says {"error": "…"}; others, and proxies, say what they like. */
function errorMessage(text: string): string {
  try {
    const { error } = JSON.parse(text) as { error?: unknown };
    if (typeof error === 'string') return error;
  } catch {
    // Not JSON, or cut off: the text itself is all there is to show.
  }
  return text.replace(/\s+/g, ' ').trim();
}
