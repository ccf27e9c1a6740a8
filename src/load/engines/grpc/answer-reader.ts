import { OUTCOME_CODE, type OutcomeCode } from '../../../contract/outcome.ts';
import type { AnswerCheck } from '../../requests/request-set.ts';
import type { Slot } from '../engine.ts';
import { outcomeOfGrpcStatus, outcomeOfHttpStatus } from '../outcome.ts';
import type { AnswerHeaders } from './answer-headers.ts';
import { ANSWER, type Call } from './call.ts';
import type { GrpcLimits } from './grpc-limits.ts';
import { decodeGrpcMessage } from './grpc-status.ts';
import { ERROR_CODE } from './http2-codes.ts';
import { decompress, MESSAGE } from './message-codec.ts';
import { ProtocolViolation } from './protocol-violation.ts';

const HTTP_OK = 200;
const OK = 0;

/**
 * Headers and data of an answer → how the call ended. `headers` and `data` return true when it has;
 * `outcome` and `detail` then say how. The message is checked where it lies, before the status is
 * known; a bad status counts more than a good message.
 */
export class AnswerReader {
  outcome: OutcomeCode = OUTCOME_CODE.ok;
  detail = '';
  readonly #check: AnswerCheck;
  readonly #limits: GrpcLimits;

  constructor(check: AnswerCheck, limits: GrpcLimits) {
    this.#check = check;
    this.#limits = limits;
  }

  headers(call: Call, headers: AnswerHeaders, endsStream: boolean): boolean {
    if (headers.flaw !== '') throw malformed(`a header that is not allowed: ${headers.flaw}`);
    if (call.answer === ANSWER.awaited) return this.#first(call, headers, endsStream);
    if (headers.httpStatus >= 0) throw malformed(':status in trailers');
    if (!endsStream) throw malformed('trailers that do not end their stream');
    return this.#end(call, headers);
  }

  data(call: Call, bytes: Buffer, start: number, end: number, endsStream: boolean): boolean {
    if (call.answer === ANSWER.awaited) throw malformed('DATA before HEADERS');
    if (call.httpStatus === HTTP_OK) {
      const progress = call.message.push(bytes, start, end, this.#limits.maxMessageBytes);
      if (progress === MESSAGE.whole) this.#judge(call);
      else if (progress !== MESSAGE.partial) return this.#refuse(call, progress);
    }
    return endsStream && this.#endWithoutStatus(call, '');
  }

  #first(call: Call, headers: AnswerHeaders, endsStream: boolean): boolean {
    const { httpStatus } = headers;
    if (httpStatus < 0) throw malformed('an answer without :status');
    if (httpStatus < HTTP_OK) {
      if (endsStream) throw malformed(`HTTP ${httpStatus} ends its stream`);
      return false;
    }
    call.answer = ANSWER.started;
    call.httpStatus = httpStatus;
    call.contentType = headers.contentType;
    call.encoding = headers.grpcEncoding;
    return endsStream && this.#end(call, headers);
  }

  #judge(call: Call): void {
    const { message } = call;
    const slot = call.slot as Slot;
    if (!message.isCompressed) {
      call.verdict = this.#check.check(slot, message.bytes, message.start, message.end, -1);
      return;
    }
    const packed = message.bytes.subarray(message.start, message.end);
    const plain = decompress(packed, call.encoding, this.#limits.maxMessageBytes);
    if (typeof plain !== 'string') {
      call.verdict = this.#check.check(slot, plain, 0, plain.length, -1);
      return;
    }
    call.verdict = OUTCOME_CODE['malformed-answer'];
    slot.detail = plain;
  }

  #refuse(call: Call, progress: number): true {
    if (progress === MESSAGE.tooLarge) {
      const limit = `${this.#limits.maxMessageBytes} bytes`;
      return this.#is('grpc-resource-exhausted', `the answer is larger than ${limit}`);
    }
    return progress === MESSAGE.excess
      ? this.#is('malformed-answer', 'more than one message in a unary answer')
      : this.#is('malformed-answer', `no gRPC message${inWords(call.contentType)}`);
  }

  #end(call: Call, headers: AnswerHeaders): true {
    const { grpcStatus } = headers;
    if (grpcStatus < 0) return this.#endWithoutStatus(call, decodeGrpcMessage(headers.grpcMessage));
    if (grpcStatus === OK) return this.#endWell(call);
    const message = decodeGrpcMessage(headers.grpcMessage);
    this.outcome = outcomeOfGrpcStatus(grpcStatus, message);
    this.detail = message === '' ? `grpc-status ${grpcStatus}` : message;
    return true;
  }

  #endWell(call: Call): true {
    const { message } = call;
    if (message.isCut) return this.#is('malformed-answer', 'the message was cut short');
    if (!message.isWhole) return this.#is('malformed-answer', 'status OK, but no message');
    this.outcome = call.verdict;
    this.detail = call.verdict === OUTCOME_CODE.ok ? '' : (call.slot as Slot).detail;
    return true;
  }

  #endWithoutStatus(call: Call, message: string): true {
    const { httpStatus, contentType } = call;
    if (httpStatus === HTTP_OK) {
      return this.#is('protocol-error', `an answer without grpc-status${inWords(contentType)}`);
    }
    this.outcome = outcomeOfHttpStatus(httpStatus, message);
    this.detail = `HTTP ${httpStatus}${inWords(contentType)}`;
    return true;
  }

  #is(
    outcome: 'grpc-resource-exhausted' | 'malformed-answer' | 'protocol-error',
    detail: string,
  ): true {
    this.outcome = OUTCOME_CODE[outcome];
    this.detail = detail;
    return true;
  }
}

function inWords(contentType: string): string {
  return contentType === '' ? '' : ` (${contentType})`;
}

/** RFC 9113 §8.1.1; we end the whole connection, which §5.4.1 allows. */
function malformed(what: string): ProtocolViolation {
  return new ProtocolViolation(ERROR_CODE.protocolError, what);
}
