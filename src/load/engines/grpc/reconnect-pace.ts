const FIRST_DELAY_MS = 100;
const MAX_DELAY_MS = 1000;

/**
 * Pure: how long to wait before a lost connection is opened again. At once when it was of use, else a
 * tenth of a second, doubled up to one second: a dead server is asked, not hammered.
 */
export class ReconnectPace {
  #delayMs = FIRST_DELAY_MS;

  nextDelayMs(wasOfUse: boolean): number {
    if (wasOfUse) {
      this.#delayMs = FIRST_DELAY_MS;
      return 0;
    }
    const delayMs = this.#delayMs;
    this.#delayMs = Math.min(MAX_DELAY_MS, 2 * delayMs);
    return delayMs;
  }
}
