/** The load room's only way to time: real in a run, virtual in tests and in the simulator. */
export interface Clock {
  /** Nanoseconds since the load's epoch (the start of warm-up), the same on every worker. A plain
   * number: exact for 104 days. Negative before the start; while connections are opened the epoch is
   * provisional, and time steps back by some seconds when the start is set. */
  nowNs(): number;
  /** Calls back once, about `delayMs` from now; integer timers may fire up to 1 ms early. */
  startTimer(delayMs: number, callback: () => void): Timer;
  /** Calls back on the next turn of the loop, after pending input and output. */
  nextTurn(callback: () => void): void;
}

export interface Timer {
  cancel(): void;
}
