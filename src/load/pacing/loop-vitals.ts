/** Running totals of one thread's event loop; a difference of two readings is what a phase took. */
export interface LoopVitals {
  /** Time the loop was not waiting for anything, busy waiting included. */
  activeNs(): number;
  gcPauseNs(): number;
  stop(): void;
}
