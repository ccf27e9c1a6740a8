import type { OutcomeCode } from '../../../contract/outcome.ts';
import type { Call } from './call.ts';
import type { Connection } from './connection.ts';

/** What becomes of the calls on a connection. */
export interface CallEvents {
  /** Its first byte is handed to the socket; `sentNs` is stamped. */
  sent(call: Call): void;
  /** The call is over; it is free to be used again. */
  ended(call: Call, outcome: OutcomeCode, detail: string): void;
  /** It was not sent, or the server says that it has not looked at it: it may be sent again. */
  unprocessed(call: Call, detail: string): void;
}

/** What a connection tells the engine that owns it. */
export interface ConnectionEvents extends CallEvents {
  /** Around everything that a socket sets off: writes are gathered until the last batch ends. */
  batchStarts(): void;
  batchEnds(): void;
  ready(connection: Connection): void;
  /** It may have room for a request now, or none any more. */
  roomChanged(connection: Connection): void;
  /** It has frames to flush. */
  hasOutput(connection: Connection): void;
  /** It takes no new requests; another should take its place. */
  draining(connection: Connection): void;
  /** It ended without being asked to. Its calls were handed back before. */
  lost(connection: Connection, failure: ConnectionFailure): void;
}

/** Why a connection is not there any more, in the terms of a request that needed it. */
export interface ConnectionFailure {
  readonly outcome: OutcomeCode;
  readonly detail: string;
}
