import {
  type Client,
  type ClientUnaryCall,
  Metadata,
  type ServiceError,
  status,
} from '@grpc/grpc-js';
import { hostAndPort } from '../../../clients/host-and-port.ts';
import { BenchError } from '../../../contract/bench-error.ts';
import { OUTCOME_CODE, type OutcomeCode } from '../../../contract/outcome.ts';
import { NS_PER_MS } from '../../../contract/units.ts';
import { writeRequestId } from '../../requests/request-id.ts';
import { connectLimitNs } from '../connect-limit.ts';
import type { Engine, EngineCounters, EngineOptions, Slot } from '../engine.ts';
import { MAX_DETAIL_CHARACTERS } from '../outcome.ts';
import { connected, createGrpcJsConnection, onReconnect } from './grpc-js-connection.ts';
import { outcomeOfGrpcJs } from './grpc-js-outcome.ts';
import { wallClockDeadline } from './wall-clock-deadline.ts';

/** Bytes of gRPC's prefix before each message. */
const PREFIX_BYTES = 5;
/** grpc-js' deadlines run on whole milliseconds of another clock. */
const DEADLINE_SLACK_NS = 5 * NS_PER_MS;
const TIMED_OUT = OUTCOME_CODE['timed-out'];
const TOO_LATE = 'no answer in time';
const asItIs = (message: Buffer) => message;

/** A call in flight; `slot` is taken away when it has ended, so that it cannot end twice. */
interface Flight {
  slot: Slot | null;
  call: ClientUnaryCall | null;
}

/**
 * The same work through grpc-js, to check our own client against: `--engine grpc-js`. Sent is stamped
 * when a request is handed to grpc-js, which queues unseen what the server's stream limit holds back;
 * bytes are those of messages, without HTTP/2's own.
 */
export function createGrpcJsEngine(options: EngineOptions): Engine {
  return new GrpcJsEngine(options);
}

class GrpcJsEngine implements Engine {
  readonly name = 'grpc-js';
  readonly queueDepth = 0;
  readonly counters: EngineCounters = {
    newConnections: 0,
    resent: 0,
    bytesSent: 0,
    bytesReceived: 0,
  };
  readonly #options: EngineOptions;
  readonly #messages: readonly Buffer[];
  readonly #metadata = new Metadata();
  readonly #flights = new Set<Flight>();
  #clients: Client[] = [];
  #next = 0;
  #isClosed = false;
  #completed: (slot: Slot) => void = () => {};

  constructor(options: EngineOptions) {
    const { requests, headers } = options;
    this.#options = options;
    this.#messages = Array.from({ length: requests.size }, (_, request) => {
      const { buffer, byteOffset, byteLength } = requests.body(request);
      return Buffer.from(buffer, byteOffset, byteLength);
    });
    for (const [name, value] of Object.entries(headers)) this.#metadata.set(name, value);
  }

  async open(completed: (slot: Slot) => void): Promise<void> {
    this.#completed = completed;
    const { target, connections, timeoutNs } = this.#options;
    this.#clients = Array.from({ length: connections }, () => createGrpcJsConnection(target));
    const attempts = this.#clients.map((client) =>
      connected(client, connectLimitNs(timeoutNs) / NS_PER_MS),
    );
    if (!(await Promise.all(attempts)).includes(true)) {
      for (const client of this.#clients) client.close();
      const message = `no gRPC connection to ${hostAndPort(target)}`;
      throw new BenchError('server-unreachable', message, {
        hint: 'is the server running, and is this its gRPC port (Triton: 8001)?',
      });
    }
    for (const client of this.#clients) {
      onReconnect(client, () => {
        this.counters.newConnections += 1;
      });
    }
  }

  dispatch(slot: Slot): void {
    const { clock, requests, timeoutNs } = this.#options;
    if (this.#isClosed) {
      clock.nextTurn(() => this.#end({ slot, call: null }, OUTCOME_CODE.unsent, ''));
      return;
    }
    const client = this.#clients[this.#next] as Client;
    this.#next = (this.#next + 1) % this.#clients.length;
    const message = this.#messageOf(slot);
    const flight: Flight = { slot, call: null };
    this.#flights.add(flight);
    slot.sentNs = clock.nowNs();
    this.counters.bytesSent += PREFIX_BYTES + message.length;
    flight.call = client.makeUnaryRequest(
      requests.path,
      asItIs,
      asItIs,
      message,
      this.#metadata,
      { deadline: wallClockDeadline(timeoutNs / NS_PER_MS) },
      (error, answer) => this.#answered(flight, error, answer),
    );
    flight.call.once('metadata', () => {
      if (flight.slot) flight.slot.firstByteNs = clock.nowNs();
    });
  }

  flush(): void {}

  async close(): Promise<void> {
    this.#isClosed = true;
    for (const flight of [...this.#flights]) {
      this.#end(flight, OUTCOME_CODE.aborted, '');
      flight.call?.cancel();
    }
    for (const client of this.#clients) client.close();
  }

  /** A copy where an id has to be in it: grpc-js does not say when it has let go of a message. */
  #messageOf(slot: Slot): Buffer {
    const message = this.#messages[slot.request] as Buffer;
    const { idPlace } = this.#options.requests;
    if (!idPlace) return message;
    const copy = Buffer.from(message);
    writeRequestId(copy, idPlace.offset, idPlace.point, slot.index);
    return copy;
  }

  #answered(flight: Flight, error: ServiceError | null, answer: Buffer | undefined): void {
    const { slot } = flight;
    if (!slot) return;
    const { clock, timeoutNs } = this.#options;
    if (error || !answer) {
      const { code = status.UNKNOWN, details = '' } = error ?? {};
      const ranOut = clock.nowNs() >= slot.sentNs + timeoutNs - DEADLINE_SLACK_NS;
      if (code === status.DEADLINE_EXCEEDED && ranOut) this.#end(flight, TIMED_OUT, TOO_LATE);
      else this.#end(flight, outcomeOfGrpcJs(code, details), details);
      return;
    }
    this.counters.bytesReceived += PREFIX_BYTES + answer.length;
    const outcome = this.#options.check.check(slot, answer, 0, answer.length, -1);
    if (clock.nowNs() > slot.sentNs + timeoutNs) this.#end(flight, TIMED_OUT, TOO_LATE);
    else this.#end(flight, outcome, slot.detail);
  }

  #end(flight: Flight, outcome: OutcomeCode, detail: string): void {
    const { slot } = flight;
    if (!slot) return;
    flight.slot = null;
    this.#flights.delete(flight);
    const { clock, timeoutNs } = this.#options;
    slot.doneNs = outcome === TIMED_OUT ? slot.sentNs + timeoutNs : clock.nowNs();
    slot.outcome = outcome;
    slot.detail = detail.slice(0, MAX_DETAIL_CHARACTERS);
    this.#completed(slot);
  }
}
