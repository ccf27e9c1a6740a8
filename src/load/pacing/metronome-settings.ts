/** What the metronome shares with its thread. */
export interface MetronomeSettings {
  /** [GENERATION]: counts up with every new target; STOP ends the thread. */
  readonly control: Int32Array;
  /** [0]: the due time, in milliseconds of the clock that all threads share. */
  readonly targetMs: Float64Array;
  /** How long before the due time to wake the sending loop. */
  readonly leadMs: number;
}

export const GENERATION = 0;
export const STOP = -1;
