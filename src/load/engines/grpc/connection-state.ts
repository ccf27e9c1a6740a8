import { OUTCOME_CODE } from '../../../contract/outcome.ts';
import { type ConnectionStage, outcomeOfSocketError } from '../outcome.ts';
import type { ConnectionFailure } from './connection-events.ts';

/** How far a connection is. */
export type ConnectionState =
  /** TCP, then TLS where asked for. */
  | { readonly kind: 'connecting'; readonly stage: ConnectionStage }
  /** Our preface is sent, the server's SETTINGS have not come. */
  | { readonly kind: 'greeting' }
  | { readonly kind: 'ready' }
  /** GOAWAY came, or the stream ids are used up: what is open may end, nothing new begins. */
  | { readonly kind: 'draining'; readonly lastStreamId: number; readonly detail: string }
  | { readonly kind: 'closed' };

/** The socket said that it failed. */
export function socketFailure(
  state: ConnectionState,
  error: NodeJS.ErrnoException,
): ConnectionFailure {
  const stage = state.kind === 'connecting' ? state.stage : 'established';
  const code = error.code ?? '';
  return { outcome: outcomeOfSocketError(code, stage), detail: wordsOf(error) };
}

/** OpenSSL's own messages are addresses and file names around one short reason. */
function wordsOf(error: NodeJS.ErrnoException & { readonly reason?: string }): string {
  if (error.code?.startsWith('ERR_SSL_') && error.reason) return `TLS: ${error.reason}`;
  return error.message || (error.code ?? error.name);
}

/** The server ended the connection without an error. */
export function closedByServer(state: ConnectionState): ConnectionFailure {
  if (state.kind === 'greeting') {
    const detail = 'the server closed the connection before its SETTINGS';
    return { outcome: OUTCOME_CODE['protocol-error'], detail };
  }
  const after = state.kind === 'draining' ? ` after ${state.detail}` : '';
  const detail = `the server closed the connection${after}`;
  return { outcome: OUTCOME_CODE['closed-mid-answer'], detail };
}

/** The time for opening a connection is up. */
export function connectTimeout(state: ConnectionState): ConnectionFailure {
  const detail =
    state.kind === 'connecting'
      ? 'no connection in time'
      : 'connected, but the server sent no HTTP/2 SETTINGS in time';
  return { outcome: OUTCOME_CODE['connect-timeout'], detail };
}
