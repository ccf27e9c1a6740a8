import { OUTCOME_CODE } from '../../../contract/outcome.ts';
import type { Slot } from '../engine.ts';
import type { Connection } from './connection.ts';
import { MessageReader } from './message-codec.ts';
import { NO_REQUEST, type PreparedRequest } from './prepared-requests.ts';

/** How far an answer has come. */
export const ANSWER = { awaited: 0, started: 1 } as const;

/**
 * One request on one stream: what has been sent of it and what has come back. Made once and used
 * again; `streamId` is 0 while it is in the pool.
 */
export class Call {
  streamId = 0;
  slot: Slot | undefined = undefined;
  connection: Connection | undefined = undefined;

  request: PreparedRequest = NO_REQUEST;
  /** Bytes of prefix and message that were sent. */
  sentBytes = 0;
  /** What the server's stream window still allows; negative after it shrank. */
  sendWindow = 0;
  /** In the round of those that have bytes to send and a window to send them in. */
  isQueued = false;

  answer: number = ANSWER.awaited;
  httpStatus = 0;
  contentType = '';
  encoding = '';
  readonly message = new MessageReader();
  receivedBytes = 0;
  /** What the answer check found in the message; counts once the status is known to be good. */
  verdict: number = OUTCOME_CODE.ok;

  /** Neighbours in the list of deadlines. */
  earlier: Call | undefined = undefined;
  later: Call | undefined = undefined;

  /** `slot`, `connection` and `request` are set by whoever takes the call out of the pool. */
  begin(streamId: number, sendWindow: number): void {
    this.streamId = streamId;
    this.sentBytes = 0;
    this.sendWindow = sendWindow;
    this.isQueued = false;
    this.answer = ANSWER.awaited;
    this.httpStatus = 0;
    this.contentType = '';
    this.encoding = '';
    this.receivedBytes = 0;
    this.verdict = OUTCOME_CODE.ok;
    this.message.reset();
  }

  /** Lets go of everything that the pool must not keep alive. */
  clear(): void {
    this.streamId = 0;
    this.slot = undefined;
    this.connection = undefined;
    this.request = NO_REQUEST;
    this.message.reset();
  }
}
