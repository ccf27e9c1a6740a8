import { OUTCOME_CODE, type Outcome, type OutcomeCode } from '../../contract/outcome.ts';

/** Pure: what sockets and servers say → the closed list of outcomes. */

/** How far a connection had come when it failed. */
export type ConnectionStage = 'connecting' | 'handshaking' | 'established';

/** Longest part of a foreign message that is kept. */
export const MAX_DETAIL_CHARACTERS = 500;

const TLS_CODE =
  /^(ERR_SSL|ERR_TLS|CERT_|UNABLE_TO_|DEPTH_ZERO|SELF_SIGNED|HOSTNAME_MISMATCH|EPROTO)/;
const DNS_CODE = /^(ENOTFOUND|EAI_|ENODATA|ESERVFAIL)/;

/** `code` as Node's socket errors carry it (ECONNREFUSED, ENOTFOUND, CERT_HAS_EXPIRED, …). */
export function outcomeOfSocketError(code: string, stage: ConnectionStage): OutcomeCode {
  if (TLS_CODE.test(code) || stage === 'handshaking') return OUTCOME_CODE.tls;
  if (DNS_CODE.test(code)) return OUTCOME_CODE.dns;
  if (code === 'ECONNREFUSED') return OUTCOME_CODE.refused;
  if (code === 'ETIMEDOUT' && stage === 'connecting') return OUTCOME_CODE['connect-timeout'];
  if (/^(ECONNRESET|EPIPE|ECONNABORTED|ETIMEDOUT)$/.test(code)) return OUTCOME_CODE.reset;
  return OUTCOME_CODE.other;
}

/**
 * What a Triton server means by its words, over either protocol: before 24.01 every HTTP error was 400,
 * and UNAVAILABLE alone stands for a full queue as well as for a server that is going away.
 * undefined: the words say nothing more than the status does.
 */
export function outcomeOfServerMessage(message: string): OutcomeCode | undefined {
  if (/exceeds maximum queue size|request timeout expired/i.test(message)) {
    return OUTCOME_CODE.overloaded;
  }
  if (/server (is )?(exiting|stopping)|stopped accepting new/i.test(message)) {
    return OUTCOME_CODE['server-shutdown'];
  }
  return undefined;
}

/** `status` is any final HTTP status but a good one. */
export function outcomeOfHttpStatus(status: number, message: string): OutcomeCode {
  const said = outcomeOfServerMessage(message);
  if (said !== undefined) return said;
  if (status === 429) return OUTCOME_CODE.overloaded;
  if (status >= 400 && status < 500) return OUTCOME_CODE['http-4xx'];
  if (status >= 500 && status < 600) return OUTCOME_CODE['http-5xx'];
  return OUTCOME_CODE['http-other'];
}

const OF_GRPC_STATUS: readonly (Outcome | undefined)[] = [
  'ok',
  'grpc-cancelled',
  'grpc-unknown',
  'grpc-invalid-argument',
  'grpc-deadline-exceeded',
  'grpc-not-found',
  undefined,
  undefined,
  'grpc-resource-exhausted',
  undefined,
  undefined,
  undefined,
  'grpc-unimplemented',
  'grpc-internal',
  'grpc-unavailable',
];

/** `code` is the grpc-status of an answer, `message` its grpc-message, decoded. */
export function outcomeOfGrpcStatus(code: number, message: string): OutcomeCode {
  const said = code === 0 ? undefined : outcomeOfServerMessage(message);
  return said ?? OUTCOME_CODE[OF_GRPC_STATUS[code] ?? 'grpc-other'];
}
