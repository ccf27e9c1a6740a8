/** What the metronome shares with its thread. */
export interface MetronomeSettings {
  /** [GENERATION]: counts up with every new target; STOP ends the thread. */
  readonly control: Int32Array;
  /** [WAKE_MS]: when to wake, in milliseconds of the clock that all threads share. */
  readonly target: Float64Array;
}

export const GENERATION = 0;
export const STOP = -1;
export const WAKE_MS = 0;
