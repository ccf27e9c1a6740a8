/**
 * Wakes the pacer close to a due time. At most one wake-up is pending; asking again replaces it.
 * The callback may come early or late; the pacer looks at the clock itself.
 */
export interface Waker {
  wakeAt(dueNs: number, callback: () => void): void;
  /** Nanoseconds spent waiting busily so far: idle time that looks like work. */
  readonly spunNs: number;
  stop(): void;
}
