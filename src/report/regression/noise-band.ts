import { studentTQuantile, studentTUpperTail } from '../../contract/student-t.ts';

/** Fewer earlier runs do not say how far runs lie from each other. */
export const FEWEST_EARLIER_RUNS = 5;
const TWO_SIDED_95 = 0.975;

/** Where one more run would lie, 19 times of 20, if nothing had changed. */
export interface NoiseBand {
  /** Earlier runs that it is made of. */
  readonly runs: number;
  /** Their geometric mean. */
  readonly center: number;
  readonly low: number;
  readonly high: number;
}

interface Spread {
  readonly mean: number;
  /** Of one more run around the mean: s·√(1 + 1/n). */
  readonly deviation: number;
  readonly freedom: number;
}

/**
 * Prediction interval for one more run: mean ± t₀.₉₇₅(n−1)·s·√(1 + 1/n) of ln(value).
 * @param values of earlier runs, all above 0
 * @returns null where they are too few
 */
export function noiseBand(values: readonly number[]): NoiseBand | null {
  if (values.length < FEWEST_EARLIER_RUNS) return null;
  const { mean, deviation, freedom } = spreadOf(values);
  const half = studentTQuantile(TWO_SIDED_95, freedom) * deviation;
  return {
    runs: values.length,
    center: Math.exp(mean),
    low: Math.exp(mean - half),
    high: Math.exp(mean + half),
  };
}

/** Two-sided p of one more run that lies at `value`: below 0.05 exactly outside of the band. */
export function beyondBandP(values: readonly number[], value: number): number {
  const { mean, deviation, freedom } = spreadOf(values);
  const off = Math.abs(Math.log(value) - mean);
  if (off === 0) return 1;
  return deviation === 0 ? 0 : 2 * studentTUpperTail(off / deviation, freedom);
}

function spreadOf(values: readonly number[]): Spread {
  const logs = values.map(Math.log);
  const mean = logs.reduce((sum, one) => sum + one, 0) / logs.length;
  const squares = logs.reduce((sum, one) => sum + (one - mean) ** 2, 0);
  const freedom = logs.length - 1;
  return { mean, deviation: Math.sqrt((squares / freedom) * (1 + 1 / logs.length)), freedom };
}
