import type { OutcomeCode } from '../../contract/outcome.ts';
import type { Clock } from '../pacing/clock.ts';
import type { AnswerCheck, RequestSet } from '../requests/request-set.ts';

/**
 * One place in flight and the request it holds just now. Slots are made once and used again: nothing
 * is allocated per request. All times are nanoseconds since the load's epoch.
 */
export interface Slot {
  /** Place in the global schedule. */
  index: number;
  /** Which request of the set is sent. */
  request: number;
  /** The schedule wanted it sent. */
  dueNs: number;
  /** The pacer handed it over. */
  dispatchedNs: number;
  /** The engine handed its first byte to the socket; -1 while it has not. */
  sentNs: number;
  /** The first byte of the answer was read; -1 while none was. */
  firstByteNs: number;
  /** The last byte of the answer was parsed and checked; for a timeout the deadline. */
  doneNs: number;
  outcome: OutcomeCode;
  /** What went wrong, in the server's or the socket's words; '' when nothing did. */
  detail: string;
  /** Inferences of this answer whose largest output was the label (set by the answer check). */
  correct: number;
  /** Our own loop stood still while this request was dispatched or stamped. */
  touched: boolean;
}

/** What an engine counts besides completions. */
export interface EngineCounters {
  /** Connections opened after `open` resolved. */
  newConnections: number;
  /** Requests sent a second time because the server said it had not processed them. */
  resent: number;
  bytesSent: number;
  bytesReceived: number;
}

/**
 * Sends requests and stamps what comes back. Works in slots: no promise, closure or object per
 * request. A failure is a completion too: it is data. After `dispatch(slot)` the slot belongs to the
 * engine until it is handed to `completed`, exactly once, and never from inside `dispatch`: the pacer
 * dispatches again from inside `completed`, and `flush` follows on the next turn of the loop.
 */
export interface Engine {
  readonly name: string;
  /** Slots dispatched and not yet sent: waiting for a connection or a stream. */
  readonly queueDepth: number;
  readonly counters: Readonly<EngineCounters>;
  /** Opens the connections, so that they are up before the first due time. Rejects with a BenchError
   * ('server-unreachable') when not even one can be opened. */
  open(completed: (slot: Slot) => void): Promise<void>;
  /** Stamps sentNs (now, or when a connection is free), later firstByteNs and doneNs. */
  dispatch(slot: Slot): void;
  /** Called at the end of each batch of dispatches: an engine that gathers writes sends them now. */
  flush(): void;
  /** Ends everything in flight as `aborted` (sent) or `unsent` (not sent), then closes. */
  close(): Promise<void>;
}

export interface EngineTarget {
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
  /** Verify the server's certificate against these PEM texts instead of the system's. */
  readonly ca?: string;
  readonly insecure?: boolean;
}

export interface EngineOptions {
  readonly target: EngineTarget;
  readonly requests: RequestSet;
  readonly check: AnswerCheck;
  readonly clock: Clock;
  readonly timeoutNs: number;
  /** Opened by `open`. */
  readonly connections: number;
  /** HTTP may grow to this many; never more than the cap in flight. */
  readonly maxConnections: number;
  /** Extra headers or metadata, names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
}
