import type { Clock, Timer } from '../../pacing/clock.ts';
import type { Connection } from './connection.ts';

/** A burst of new connections no server's backlog minds. */
const MAX_OPENING = 64;
/** Between attempts while the server does not take connections. */
const RETRY_NS = 50e6;
const NS_PER_MS = 1e6;

export interface PoolOptions {
  readonly clock: Clock;
  /** Kept open while they are used. */
  readonly connections: number;
  readonly maxConnections: number;
  /** Starts to connect; the connection reports to `opened` or `ended`. */
  readonly connect: () => Connection;
  /** Requests that wait for a connection. */
  readonly waiting: () => number;
}

/** Which connection is free, and when another one is opened. */
export class ConnectionPool {
  readonly all = new Set<Connection>();
  readonly #options: PoolOptions;
  readonly #free: Connection[] = [];
  readonly #retry = () => {
    this.#retryTimer = null;
    this.grow();
  };
  #opening = 0;
  #retryTimer: Timer | null = null;
  /** When the last attempt failed; -Infinity: the last attempt succeeded. */
  #failedNs = Number.NEGATIVE_INFINITY;

  constructor(options: PoolOptions) {
    this.#options = options;
  }

  /** Established connections. */
  get live(): number {
    return this.all.size - this.#opening;
  }

  /** Attempts that have not been decided. */
  get opening(): number {
    return this.#opening;
  }

  /** The free connection used last, so that the idle ones stay idle. */
  take(): Connection | undefined {
    return this.#free.pop();
  }

  release(connection: Connection): void {
    this.#free.push(connection);
  }

  /** Opens what `connections` asks for and is not there. */
  fill(): void {
    while (this.all.size < this.#options.connections && this.#mayOpen()) this.#open();
  }

  /** Opens what the waiting requests need. */
  grow(): void {
    const { waiting, maxConnections } = this.#options;
    while (this.#opening < waiting() && this.all.size < maxConnections) {
      if (!this.#mayOpen()) return;
      this.#open();
    }
  }

  /** A connection was established. */
  succeeded(): void {
    this.#opening -= 1;
    this.#failedNs = Number.NEGATIVE_INFINITY;
  }

  /** An attempt failed. */
  failed(connection: Connection): void {
    this.#opening -= 1;
    this.all.delete(connection);
    this.#failedNs = this.#options.clock.nowNs();
  }

  /** An established connection ended. */
  lost(connection: Connection): void {
    this.all.delete(connection);
    const place = this.#free.indexOf(connection);
    if (place >= 0) this.#free.splice(place, 1);
  }

  stop(): void {
    this.#retryTimer?.cancel();
    this.#retryTimer = null;
  }

  #open(): void {
    this.#opening += 1;
    this.all.add(this.#options.connect());
  }

  /** After a failure: one attempt at a time, and not at once. */
  #mayOpen(): boolean {
    if (this.#failedNs === Number.NEGATIVE_INFINITY) return this.#opening < MAX_OPENING;
    if (this.#opening > 0 || this.#retryTimer !== null) return false;
    const waitNs = this.#failedNs + RETRY_NS - this.#options.clock.nowNs();
    if (waitNs <= 0) return true;
    this.#retryTimer = this.#options.clock.startTimer(Math.ceil(waitNs / NS_PER_MS), this.#retry);
    return false;
  }
}
