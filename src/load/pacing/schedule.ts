/**
 * Due times one after the other, never decreasing, without a clock and in O(1) memory.
 * A schedule decides; the pacer acts.
 */
export interface Schedule {
  /** Nanoseconds since the load's epoch of the next request, or -1 when the schedule is over. */
  nextDueNs(): number;
}
