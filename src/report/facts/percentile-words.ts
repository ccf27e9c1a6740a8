import type { Percentile } from '../../contract/point.ts';
import { count, time, timeRange } from '../render/quantity.ts';
import type { Tone } from './table.ts';

/** A percentile as it may be printed: never a number the run has not earned. */
export interface PercentileWords {
  readonly value: string;
  readonly interval: string;
  /** What limits the trust in it; empty when nothing does. */
  readonly doubts: readonly string[];
  readonly tone?: Tone;
}

export function percentileName(percent: number): string {
  return `p${percent}`;
}

/** `seconds`: length of the measured phase. */
export function percentileWords(percentile: Percentile, seconds: number): PercentileWords {
  switch (percentile.state) {
    case 'too-few':
      return {
        value: '–',
        interval: `needs ${count(percentile.needs)} requests`,
        doubts: [],
        tone: 'quiet',
      };
    case 'beyond':
      return {
        value: `> ${time(percentile.aboveNs)}`,
        interval: 'never came back',
        doubts: [],
        tone: 'bad',
      };
    case 'measured': {
      const doubts = doubtsOf(percentile, seconds);
      const { valueNs, lowNs, highNs } = percentile;
      return {
        value: time(valueNs),
        interval: highNs === null ? `≥ ${time(lowNs)}` : timeRange(lowNs, highNs),
        doubts,
        ...(percentile.distorted && { tone: 'warn' }),
      };
    }
  }
}

type Measured = Extract<Percentile, { state: 'measured' }>;

function doubtsOf(percentile: Measured, seconds: number): string[] {
  const { distorted, decidedBySeconds, highNs } = percentile;
  const length = count(Math.max(1, seconds));
  const doubts: string[] = [];
  if (distorted) doubts.push('moved by lateness of the generator itself');
  if (decidedBySeconds !== null) {
    doubts.push(`decided by ${count(decidedBySeconds)} of ${length} seconds`);
  }
  if (highNs === null) {
    doubts.push(`open above, ${length} s is short for it`);
  }
  return doubts;
}
