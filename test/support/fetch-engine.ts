import { connect } from 'node:net';
import { hostAndPort } from '../../src/clients/host-and-port.ts';
import { BenchError } from '../../src/contract/bench-error.ts';
import { OUTCOME_CODE, type OutcomeCode } from '../../src/contract/outcome.ts';
import { endSlot } from '../../src/load/engines/end-slot.ts';
import type { Engine, EngineCounters, EngineOptions, Slot } from '../../src/load/engines/engine.ts';
import { outcomeOfHttpStatus, outcomeOfSocketError } from '../../src/load/engines/outcome.ts';
import { writeRequestId } from '../../src/load/requests/request-id.ts';

/** Sends through Node's own fetch: a promise and several objects for every request. */
export function createFetchEngine(options: EngineOptions): Engine {
  return new FetchEngine(options);
}

class FetchEngine implements Engine {
  readonly name = 'fetch';
  /** fetch queues where nobody can look: what it was given counts as sent. */
  readonly queueDepth = 0;
  readonly counters: EngineCounters = {
    newConnections: 0,
    resent: 0,
    bytesSent: 0,
    bytesReceived: 0,
  };
  readonly #options: EngineOptions;
  readonly #url: string;
  /** Who holds a slot just now: what comes late must not touch one that was given back. */
  readonly #inFlight = new Map<Slot, AbortController>();
  #completed: (slot: Slot) => void = () => {};
  #isClosed = false;

  constructor(options: EngineOptions) {
    this.#options = options;
    this.#url = `http://${hostAndPort(options.target)}${options.requests.path}`;
  }

  async open(completed: (slot: Slot) => void): Promise<void> {
    this.#completed = completed;
    const { target } = this.#options;
    await new Promise<void>((resolve, reject) => {
      const socket = connect(target.port, target.host, () => {
        socket.destroy();
        resolve();
      });
      socket.on('error', (cause) => {
        const message = `cannot connect to ${this.#url}: ${cause.message}`;
        const hint = 'is the server running, and are host and port right?';
        reject(new BenchError('server-unreachable', message, { hint, cause }));
      });
    });
  }

  dispatch(slot: Slot): void {
    const { clock, timeoutNs } = this.#options;
    slot.sentNs = -1;
    slot.firstByteNs = -1;
    slot.correct = 0;
    slot.detail = '';
    const holder = new AbortController();
    this.#inFlight.set(slot, holder);
    if (this.#isClosed) {
      clock.nextTurn(() => this.#end(slot, holder, OUTCOME_CODE.unsent, ''));
      return;
    }
    slot.sentNs = clock.nowNs();
    const timer = clock.startTimer(timeoutNs / 1e6, () =>
      this.#end(slot, holder, OUTCOME_CODE['timed-out'], ''),
    );
    void this.#exchange(slot, holder).finally(() => timer.cancel());
  }

  flush(): void {}

  async close(): Promise<void> {
    this.#isClosed = true;
    for (const [slot, holder] of this.#inFlight) this.#end(slot, holder, OUTCOME_CODE.aborted, '');
  }

  async #exchange(slot: Slot, holder: AbortController): Promise<void> {
    const { requests, headers, clock, check } = this.#options;
    const body = Buffer.from(requests.body(slot.request));
    const { idPlace } = requests;
    if (idPlace) writeRequestId(body, idPlace.offset, idPlace.point, slot.index);
    const jsonBytes = requests.jsonBytes(slot.request);
    const binary = jsonBytes < 0 ? {} : { 'inference-header-content-length': String(jsonBytes) };
    try {
      const answer = await fetch(this.#url, {
        ...{ method: 'POST', body, signal: holder.signal, headers: { ...headers, ...binary } },
      });
      if (this.#holds(slot, holder)) slot.firstByteNs = clock.nowNs();
      const bytes = Buffer.from(await answer.arrayBuffer());
      this.counters.bytesSent += body.length;
      this.counters.bytesReceived += bytes.length;
      if (!this.#holds(slot, holder)) return;
      if (!answer.ok) {
        const words = bytes.toString('utf8');
        const outcome = outcomeOfHttpStatus(answer.status, words);
        this.#end(slot, holder, outcome, `HTTP ${answer.status}: ${words}`);
        return;
      }
      const length = Number(answer.headers.get('inference-header-content-length') ?? -1);
      const outcome = check.check(slot, bytes, 0, bytes.length, length);
      this.#end(slot, holder, outcome, slot.detail);
    } catch (error) {
      const { code = '', message } = (error as { cause?: NodeJS.ErrnoException }).cause ?? {};
      this.#end(slot, holder, outcomeOfSocketError(code, 'established'), message ?? String(error));
    }
  }

  #holds(slot: Slot, holder: AbortController): boolean {
    return this.#inFlight.get(slot) === holder;
  }

  /** Gives the slot back; only once, whatever comes first. */
  #end(slot: Slot, holder: AbortController, outcome: OutcomeCode, detail: string): void {
    if (!this.#holds(slot, holder)) return;
    this.#inFlight.delete(slot);
    const { clock, timeoutNs } = this.#options;
    endSlot(slot, outcome, detail, clock.nowNs(), timeoutNs);
    holder.abort();
    this.#completed(slot);
  }
}
