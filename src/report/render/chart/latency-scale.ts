import { scaleLinear, scaleLog } from 'd3-scale';
import type { Canvas } from './canvas.ts';

/** A vertical axis: from values to pixels, and where its lines are. */
export interface Scale {
  (value: number): number;
  readonly ticks: readonly number[];
  readonly isLogarithmic: boolean;
  /** The values at its lower and its upper end. */
  readonly ends: readonly [number, number];
}

const ROUND_NUMBERS = [1, 2, 5];
const MOST_TICKS = 7;

/**
 * For latencies: from 0; logarithmic where the largest is more than `logarithmicAbove` times the
 * smallest, because a linear axis would press most of the data flat.
 */
export function latencyScale(
  values: readonly number[],
  logarithmicAbove: number,
  { top, bottom }: Pick<Canvas, 'top' | 'bottom'>,
): Scale {
  const positive = values.filter((value) => value > 0);
  const low = positive.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const high = greatest(positive);
  if (positive.length === 0) return rateScale([1], { top, bottom });
  if (high / low <= logarithmicAbove) return rateScale(values, { top, bottom });
  const ends = [roundBelow(low), roundAbove(high)] as const;
  const scale = scaleLog().domain(ends).range([bottom, top]);
  return Object.assign((value: number) => scale(Math.max(value, ends[0])), {
    ticks: thinned(scale.ticks().filter(isRound)),
    isLogarithmic: true,
    ends,
  });
}

/** From 0 to a round number above the largest. */
export function rateScale(
  values: readonly number[],
  { top, bottom }: Pick<Canvas, 'top' | 'bottom'>,
): Scale {
  const high = greatest(values) || 1;
  const scale = scaleLinear()
    .domain([0, high * 1.05])
    .range([bottom, top])
    .nice(5);
  return Object.assign((value: number) => scale(value), {
    ticks: scale.ticks(5),
    isLogarithmic: false,
    ends: [0, scale.domain()[1] ?? high] as const,
  });
}

/** Of any number of values: there is a most to the arguments of `Math.max`. At least 0. */
function greatest(values: readonly number[]): number {
  return values.reduce((a, b) => Math.max(a, b), 0);
}

function roundBelow(value: number): number {
  const decade = 10 ** Math.floor(Math.log10(value));
  return decade * (ROUND_NUMBERS.findLast((round) => decade * round <= value) ?? 1);
}

function roundAbove(value: number): number {
  const decade = 10 ** Math.floor(Math.log10(value));
  return decade * (ROUND_NUMBERS.find((round) => decade * round >= value) ?? 10);
}

function isRound(value: number): boolean {
  const leading = Number(value.toPrecision(6)) / 10 ** Math.floor(Math.log10(value) + 1e-9);
  return ROUND_NUMBERS.some((round) => Math.abs(round - leading) < 1e-6);
}

function isPowerOfTen(value: number): boolean {
  return Math.abs(Math.log10(value) - Math.round(Math.log10(value))) < 1e-9;
}

function thinned(ticks: readonly number[]): readonly number[] {
  return ticks.length <= MOST_TICKS ? ticks : ticks.filter(isPowerOfTen);
}
