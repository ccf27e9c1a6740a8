const LEAST_NS = 100_000;
const MOST_NS = 500_000;
/** Nine of ten wake-ups come in time: the tenth is the machine's, and no lead would save it. */
const IN_TIME = 0.9;
/** One wake-up moves the lead by this much at most; a hundred or so follow a change. */
const STEP_NS = 5_000;

/**
 * How long before a due time the metronome has to ring: as long as it takes for nine of ten of its
 * wake-ups to arrive. Shorter is cheaper (the rest is waited for busily), longer is surer. Follows the
 * quantile by stochastic approximation (Robbins and Monro): up by p when late, down by 1 − p when not.
 */
export class WakeLead {
  #ns = MOST_NS;

  get ns(): number {
    return this.#ns;
  }

  /** A wake-up arrived so long after the metronome meant to ring. */
  arrived(lagNs: number): void {
    const step = lagNs > this.#ns ? IN_TIME : IN_TIME - 1;
    this.#ns = Math.min(MOST_NS, Math.max(LEAST_NS, this.#ns + step * STEP_NS));
  }
}
