import { OUTCOME_CODE, type OutcomeCode } from '../../../contract/outcome.ts';
import { outcomeOfGrpcStatus, outcomeOfSocketError } from '../outcome.ts';

const UNAVAILABLE = 14;
const INTERNAL = 13;
const SOCKET_CODE = /\b(E[A-Z]{4,}|(?:CERT|UNABLE|DEPTH|SELF|ERR_(?:SSL|TLS))_[A-Z_]+)\b/;

/**
 * grpc-js gives a call that lost its connection a status of its own making, and only its words tell it
 * from one that the server sent.
 */
export function outcomeOfGrpcJs(code: number, details: string): OutcomeCode {
  if (code === UNAVAILABLE || code === INTERNAL) {
    const unconnected = /^No connection established/.test(details);
    const socketCode = SOCKET_CODE.exec(details)?.[1];
    if (/^Name resolution failed/.test(details)) return OUTCOME_CODE.dns;
    if (socketCode)
      return outcomeOfSocketError(socketCode, unconnected ? 'connecting' : 'established');
    if (/^Connection dropped/.test(details)) return OUTCOME_CODE.reset;
  }
  return outcomeOfGrpcStatus(code, details);
}
