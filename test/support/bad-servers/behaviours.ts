import type { Behaviour } from './bad-server.ts';

export const atOnce: Behaviour = (exchange) => exchange.answer();

/** Accepts, reads, and is never heard of again. */
export const never: Behaviour = () => {};

export const after =
  (delayMs: number): Behaviour =>
  (exchange) =>
    exchange.answerAfter(delayMs);

/** Every k-th answer takes slowMs, all others fastMs. */
export const everySlow =
  (k: number, slowMs: number, fastMs: number): Behaviour =>
  (exchange) =>
    exchange.answerAfter(exchange.number % k === 0 ? slowMs : fastMs);

/** Stands still once, as under SIGSTOP: what arrives meanwhile is answered when it is over. */
export const frozenOnce =
  (startMs: number, lengthMs: number): Behaviour =>
  (exchange) => {
    const endMs = startMs + lengthMs;
    const { sinceFirstMs } = exchange;
    if (sinceFirstMs < startMs || sinceFirstMs >= endMs) exchange.answer();
    else exchange.answerAfter(endMs - sinceFirstMs);
  };

/** One connection swallows every request; all others are served well. */
export const hungConnection =
  (nth: number): Behaviour =>
  (exchange) => {
    if (exchange.connection !== nth) exchange.answerAfter(20);
  };

/** Every k-th request costs its connection. */
export const resetEvery =
  (k: number): Behaviour =>
  (exchange) => {
    if (exchange.number % k === 0) exchange.reset();
    else exchange.answer();
  };
