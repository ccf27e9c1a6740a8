import type { Stage } from '../../contract/stages.ts';
import { NS_PER_MS, NS_PER_SECOND } from '../../contract/units.ts';

/** One stage as the inverse needs it: where it starts, in time and in arrivals, and how it runs. */
interface Stretch {
  readonly startNs: number;
  readonly lengthNs: number;
  readonly before: number;
  readonly arrivals: number;
  readonly fromPerNs: number;
  /** Requests per nanosecond, per nanosecond. */
  readonly slope: number;
}

/**
 * The time at which `y` arrivals are expected: the inverse of the area under the rates, in nanoseconds
 * from the first stage. `y` must not decrease from call to call, so one walk over the stages is enough.
 */
export function createRateInverse(stages: readonly Stage[]): (y: number) => number {
  const stretches = stretchesOf(stages).filter(({ arrivals }) => arrivals > 0);
  let current = 0;
  return (y) => {
    let stretch = stretches[current];
    while (stretch && y >= stretch.before + stretch.arrivals && current < stretches.length - 1) {
      current += 1;
      stretch = stretches[current];
    }
    return stretch ? stretch.startNs + withinNs(stretch, y - stretch.before) : 0;
  };
}

/** 2y/(r₀+√(r₀²+2ay)): the root of y = r₀t + at²/2 that loses no digits and needs no a ≠ 0. */
function withinNs({ fromPerNs, slope, lengthNs }: Stretch, y: number): number {
  if (y <= 0) return 0;
  // At the foot of a ramp down to 0 rounding may leave a little less than nothing under the root.
  const root = Math.sqrt(Math.max(0, fromPerNs * fromPerNs + 2 * slope * y));
  return Math.min(lengthNs, (2 * y) / (fromPerNs + root));
}

function stretchesOf(stages: readonly Stage[]): Stretch[] {
  let startNs = 0;
  let before = 0;
  return stages.map(({ fromPerSecond, toPerSecond, durationMs }) => {
    const lengthNs = durationMs * NS_PER_MS;
    const fromPerNs = fromPerSecond / NS_PER_SECOND;
    const arrivals = ((fromPerSecond + toPerSecond) / 2) * (durationMs / 1000);
    const slope = (toPerSecond / NS_PER_SECOND - fromPerNs) / lengthNs;
    const stretch = { startNs, lengthNs, before, arrivals, fromPerNs, slope };
    startNs += lengthNs;
    before += arrivals;
    return stretch;
  });
}
