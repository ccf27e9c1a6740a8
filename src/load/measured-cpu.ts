import type { Generator } from '../contract/point.ts';
import { type CpuReading, cpuBetween, readCpu } from './cpu-meter.ts';
import type { LoadPlan } from './load-plan.ts';
import { startAlarm } from './pacing/alarm.ts';
import type { Clock, Timer } from './pacing/clock.ts';

/** Reads the CPU meter where the measured phase begins and ends. */
export class MeasuredCpu {
  readonly #clock: Clock;
  readonly #alarms: Timer[] = [];
  #before: CpuReading | undefined;
  #after: CpuReading | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Called when the epoch is known. */
  start({ phases }: LoadPlan): void {
    const { startNs = 0, durationNs = null } = phases.at(-1) ?? {};
    this.#at(startNs, () => {
      this.#before = readCpu(this.#clock);
    });
    if (durationNs === null) return;
    this.#at(startNs + durationNs, () => {
      this.#after = readCpu(this.#clock);
    });
  }

  /** A phase that has not ended by itself ends now. */
  stop(): Pick<Generator, 'cpuShare' | 'stealShare'> {
    for (const alarm of this.#alarms) alarm.cancel();
    const now = readCpu(this.#clock);
    return cpuBetween(this.#before ?? now, this.#after ?? now);
  }

  #at(atNs: number, callback: () => void): void {
    this.#alarms.push(startAlarm(this.#clock, atNs, callback));
  }
}
