import { scaleLinear } from 'd3-scale';
import type { MetricComparison } from '../../../contract/comparison.ts';
import type { XTick } from '../../render/chart/axes.ts';
import type { Canvas } from '../../render/chart/canvas.ts';
import { margin } from '../../render/quantity.ts';

const LEAST_HALF = 0.03;
/** An interval wider than this many limits is cut off: it would press all others flat. */
const WIDEST_IN_LIMITS = 4;
const ROOM = 1.15;

export interface ChangeAxis {
  /** Ratio B/A → pixels; what lies outside lies on the edge. */
  readonly x: (ratio: number) => number;
  readonly isCut: (ratio: number) => boolean;
  readonly ticks: readonly XTick[];
}

/** Changes around none, as far as estimates, limits and (where that is not too far) intervals reach. */
export function changeAxis(metrics: readonly MetricComparison[], canvas: Canvas): ChangeAxis {
  const far = (ratio: number) => Math.abs(ratio - 1);
  const ends = metrics.flatMap(({ interval }) => (interval ? [interval.low, interval.high] : []));
  const estimates = metrics.flatMap(({ ratio }) => (ratio === null ? [] : [far(ratio)]));
  const limits = metrics.flatMap(({ limit }) => (limit === null ? [] : [limit]));
  const most = Math.max(...estimates, ...limits.map((limit) => limit * WIDEST_IN_LIMITS));
  const half =
    ROOM *
    Math.max(LEAST_HALF, ...estimates, ...limits, Math.min(most, Math.max(0, ...ends.map(far))));
  const scale = scaleLinear().domain([-half, half]).range([canvas.left, canvas.right]);
  const within = (change: number) => Math.min(half, Math.max(-half, change));
  return {
    x: (ratio) => scale(within(ratio - 1)),
    isCut: (ratio) => far(ratio) > half,
    ticks: scale
      .ticks(canvas.variant === 'wide' ? 9 : 5)
      .map((tick) => ({ x: scale(tick), text: changeText(tick) })),
  };
}

/** "0" or "+5 %". */
export function changeText(change: number): string {
  const rounded = Number(change.toPrecision(6));
  return Math.abs(rounded) < 1e-9 ? '0' : margin(rounded);
}
