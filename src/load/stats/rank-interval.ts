import { studentTQuantile } from '../../contract/student-t.ts';

/** One second: answers in all, and answers at or below the percentile. */
export interface SecondShare {
  readonly count: number;
  readonly within: number;
}

const BLOCK_COUNTS = [30, 15, 10, 6];
const FEWEST_BLOCKS = 6;
const PROBABILITY = 0.975;
const NORMAL_QUANTILE = 1.959963984540054;

/**
 * Half the width, as a share of the requests, of the 95 % rank interval of the percentile `share`
 * of `n` requests: the widest of the binomial one, which takes requests for independent, and of
 * those from 30, 15, 10 and 6 equal blocks of seconds, which see how requests of a block go together.
 */
export function rankHalfWidth(share: number, n: number, seconds: readonly SecondShare[]): number {
  const binomial = NORMAL_QUANTILE * Math.sqrt((share * (1 - share)) / n);
  const widths = blockCountsFor(seconds.length).map((blocks) => {
    const excess = blockExcess(share, seconds, blocks);
    return (studentTQuantile(PROBABILITY, blocks - 1) * Math.sqrt(blocks) * deviation(excess)) / n;
  });
  return Math.max(binomial, ...widths);
}

/** A short phase has too few seconds for any of the blocks: there each second is one. */
function blockCountsFor(seconds: number): number[] {
  if (seconds >= FEWEST_BLOCKS) return BLOCK_COUNTS.filter((blocks) => blocks <= seconds);
  return seconds >= 2 ? [seconds] : [];
}

/** For each block, Σ (1{x ≤ q̂} − X): by how many answers it has more below than its share. */
function blockExcess(share: number, seconds: readonly SecondShare[], blocks: number): number[] {
  const excess = new Array<number>(blocks).fill(0);
  seconds.forEach(({ count, within }, i) => {
    const block = Math.floor((i * blocks) / seconds.length);
    excess[block] = (excess[block] ?? 0) + within - share * count;
  });
  return excess;
}

/** Sample standard deviation. */
function deviation(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1));
}
