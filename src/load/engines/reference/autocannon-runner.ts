import autocannon from 'autocannon';
import { hostAndPort } from '../../../clients/host-and-port.ts';
import { BenchError } from '../../../contract/bench-error.ts';
import { OUTCOME_CODE, type OutcomeCode } from '../../../contract/outcome.ts';
import type { AnswerCheck, RequestSet } from '../../requests/request-set.ts';
import type { EngineTarget, Slot } from '../engine.ts';

export interface AutocannonOptions {
  readonly target: EngineTarget;
  /** HTTP requests that ask for JSON answers: autocannon makes text of every answer. */
  readonly requests: RequestSet;
  readonly check: AnswerCheck;
  /** Connections, each with one request in flight: a closed loop. */
  readonly concurrency: number;
  /** How long, or how many requests. */
  readonly bound: { readonly durationMs: number } | { readonly requests: number };
  readonly timeoutMs: number;
  readonly headers: Readonly<Record<string, string>>;
}

/** What autocannon saw, to compare ours with: counts, statuses, rate. */
export interface AutocannonOutcome {
  readonly sent: number;
  /** Answers by HTTP status. */
  readonly statuses: Readonly<Record<string, number>>;
  /** Answers with status 200 by what our own check says of them. */
  readonly good: number;
  readonly malformed: number;
  readonly wrong: number;
  /** Inferences whose largest output was the label. */
  readonly correct: number;
  readonly timedOut: number;
  /** Connections that failed; autocannon connects again without saying what became of the request. */
  readonly connectionErrors: number;
  readonly durationMs: number;
  readonly answersPerSecond: number;
  readonly bytesReceived: number;
}

/** Each connection gets prepared copies of all requests it sends. */
const COPIES_BYTES = 64 * 1024 * 1024;
/** How often it looks whether it is over: at its default, a second, short runs seem slower than they are. */
const TICK_MS = 100;
const OK = 200;

interface Tally {
  good: number;
  malformed: number;
  wrong: number;
  correct: number;
}

/**
 * The same requests through autocannon: `--engine autocannon`. It owns its loop, so it is no engine: it
 * runs until its bound and tells sums. Every connection sends the requests in the same order.
 */
export async function runAutocannon(options: AutocannonOptions): Promise<AutocannonOutcome> {
  const { target, concurrency, bound, timeoutMs } = options;
  refuseUnverifiedTls(target);
  const tally: Tally = { good: 0, malformed: 0, wrong: 0, correct: 0 };
  const byCount = 'requests' in bound;
  const result = await autocannon({
    url: `${target.tls ? 'https' : 'http'}://${hostAndPort(target)}`,
    connections: byCount ? Math.min(concurrency, bound.requests) : concurrency,
    timeout: timeoutMs / 1000,
    sampleInt: TICK_MS,
    requests: prepareRequests(options, tally),
    ...(byCount ? { amount: bound.requests } : { duration: bound.durationMs / 1000 }),
  });
  const stats = Object.entries(result.statusCodeStats ?? {});
  return {
    sent: result.requests.sent,
    statuses: Object.fromEntries(stats.map(([code, { count }]) => [code, Number(count)])),
    ...tally,
    timedOut: result.timeouts,
    connectionErrors: result.errors - result.timeouts,
    durationMs: result.duration * 1000,
    answersPerSecond: result.requests.total / result.duration,
    bytesReceived: result.throughput.total,
  };
}

/** It connects with certificates unchecked, whatever it is told. */
function refuseUnverifiedTls({ tls, insecure }: EngineTarget): void {
  if (!tls || insecure) return;
  throw new BenchError('usage', 'autocannon does not verify certificates', {
    hint: 'add --insecure to take any certificate, or use another --engine',
  });
}

function prepareRequests(options: AutocannonOptions, tally: Tally): autocannon.Request[] {
  const { requests, check, concurrency, headers } = options;
  const bytes = Math.max(1, requests.body(0).byteLength);
  const most = Math.max(1, Math.floor(COPIES_BYTES / (bytes * concurrency)));
  return Array.from({ length: Math.min(requests.size, most) }, (_, request) => {
    const slot = slotFor(request);
    return {
      method: 'POST',
      path: requests.path,
      headers: { ...headers, 'content-type': 'application/json', 'accept-encoding': 'identity' },
      body: Buffer.from(requests.body(request)),
      onResponse(status, text) {
        if (status !== OK) return;
        const answer = Buffer.from(text);
        count(tally, check.check(slot, answer, 0, answer.length, -1));
        tally.correct += slot.correct;
      },
    };
  });
}

function count(tally: Tally, outcome: OutcomeCode): void {
  if (outcome === OUTCOME_CODE.ok) tally.good += 1;
  else if (outcome === OUTCOME_CODE['wrong-answer']) tally.wrong += 1;
  else tally.malformed += 1;
}

/** For the check alone: autocannon stamps nothing. */
function slotFor(request: number): Slot {
  return {
    index: 0,
    request,
    dueNs: 0,
    dispatchedNs: 0,
    sentNs: 0,
    firstByteNs: 0,
    doneNs: 0,
    outcome: OUTCOME_CODE.ok,
    detail: '',
    correct: 0,
    touched: false,
  };
}
