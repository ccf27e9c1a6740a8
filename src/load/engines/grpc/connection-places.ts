import type { Timer } from '../../pacing/clock.ts';
import { Connection } from './connection.ts';
import type { ConnectionEvents } from './connection-events.ts';
import type { ConnectionSetUp } from './connection-set-up.ts';
import { ReconnectPace } from './reconnect-pace.ts';

/** One of the n connections of an engine, whichever holds the place just now. */
interface Place {
  connection: Connection | undefined;
  readonly pace: ReconnectPace;
  retry: Timer | undefined;
}

/** Keeps n connections open: fills a place again when its connection is lost or leaves. */
export class ConnectionPlaces {
  readonly #setUp: ConnectionSetUp;
  readonly #events: ConnectionEvents;
  readonly #places: Place[];
  /** Every connection whose socket is still there, with a place or without. */
  readonly #open = new Set<Connection>();
  #keepsFilled = false;

  constructor(setUp: ConnectionSetUp, count: number, events: ConnectionEvents) {
    this.#setUp = setUp;
    this.#events = events;
    this.#places = Array.from({ length: count }, () => ({
      connection: undefined,
      pace: new ReconnectPace(),
      retry: undefined,
    }));
  }

  get hasReady(): boolean {
    return this.#places.some((place) => place.connection?.isReady);
  }
  /** False while some place waits for a connection: one will become ready, or be lost. */
  get isComplete(): boolean {
    return this.#places.every((place) => place.connection?.isReady);
  }

  open(): void {
    for (const place of this.#places) this.#fill(place);
  }

  /** From now on a connection that is lost or leaves has its place filled again. */
  keepFilled(): void {
    this.#keepsFilled = true;
    for (const place of this.#places) if (place.connection === undefined) this.#retry(place, false);
  }

  /** It drains or is lost: another takes its place. */
  leaves(connection: Connection): void {
    const place = this.#places.find((other) => other.connection === connection);
    if (place === undefined) return;
    place.connection = undefined;
    if (this.#keepsFilled) this.#retry(place, connection.wasOfUse);
  }

  /** Stops opening connections; returns those that there are. */
  close(): Connection[] {
    this.#keepsFilled = false;
    for (const place of this.#places) place.retry?.cancel();
    return [...this.#open];
  }

  /** Resolves once every socket is gone. */
  async closed(): Promise<void> {
    await Promise.all([...this.#open].map((connection) => connection.closed));
  }

  #retry(place: Place, wasOfUse: boolean): void {
    const delayMs = place.pace.nextDelayMs(wasOfUse);
    if (delayMs === 0) this.#fill(place);
    else place.retry = this.#setUp.clock.startTimer(delayMs, () => this.#fill(place));
  }

  #fill(place: Place): void {
    place.retry = undefined;
    const connection = new Connection(this.#setUp, this.#events);
    place.connection = connection;
    this.#open.add(connection);
    void connection.closed.then(() => this.#open.delete(connection));
  }
}
