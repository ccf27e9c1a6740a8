import { scaleLog } from 'd3-scale';
import { line } from 'd3-shape';
import type { Point } from '../../../contract/point.ts';
import { latencyLimits } from '../../facts/latency-limits.ts';
import {
  type CurvePoint,
  type PercentileCurve,
  responseCurve,
  serviceCurve,
} from '../../facts/percentile-curve.ts';
import { exactTime } from '../quantity.ts';
import { type XTick, xAxis, yAxis } from './axes.ts';
import { bothVariants, type Canvas } from './canvas.ts';
import { latencyScale, type Scale } from './latency-scale.ts';
import { element, label } from './svg.ts';

/** 1/(1 − share) of the percentiles that get a line. */
const TICKS: readonly (readonly [number, string])[] = [
  [2, 'p50'],
  [10, 'p90'],
  [100, 'p99'],
  [1000, 'p99.9'],
  [10_000, 'p99.99'],
  [100_000, 'p99.999'],
];
const SMALLEST_LAST_TAIL = 100;
/** The shape of the tail is read best on a linear axis, as long as it is one. */
const LOGARITHMIC_ABOVE = 40;
/** A limit further away than this would press the curve flat; it is in the tables anyway. */
const NEAR = 4;

interface Limit {
  readonly tail: number;
  readonly ns: number;
  readonly text: string;
  readonly passed: boolean;
}

/** Latency by percentile on a log-tail axis, response beside service time. '' when nothing came. */
export function percentileChart(point: Point, scope: string): string {
  const response = responseCurve(point);
  const service = serviceCurve(point);
  if (response.points.length === 0) return '';
  const names = {
    id: `percentiles${scope}`,
    title: 'Latency by percentile',
    description:
      'Response and service time for each percentile; the axis stretches towards the slowest requests. The table below has the numbers.',
  };
  return bothVariants(names, (canvas) => draw(response, service, limitsOf(point), canvas));
}

function draw(
  response: PercentileCurve,
  service: PercentileCurve,
  limits: readonly Limit[],
  canvas: Canvas,
): string {
  const all = [...response.points, ...service.points];
  const highest = Math.max(...all.map(({ ns }) => ns));
  const lowest = Math.min(...all.map(({ ns }) => ns));
  const shown = limits.filter(({ ns }) => ns <= highest * NEAR && ns >= lowest / NEAR);
  const lastTail = lastTailOf(response, service);
  const x = scaleLog().domain([1, lastTail]).range([canvas.left, canvas.right]);
  const latencies = [...all, ...shown].map(({ ns }) => ns);
  const y = latencyScale(latencies, LOGARITHMIC_ABOVE, canvas);
  return [
    yAxis(y, exactTime, canvas),
    xAxis(percentileTicks(lastTail, x), 'percentile of requests', canvas),
    beyond(response, lastTail, x, canvas),
    ...shown.map((limit) => limitLine(limit, x(Math.min(limit.tail, lastTail)), y, canvas)),
    percentileLine(response, 'response', x, y),
    percentileLine(service, 'service', x, y),
  ].join('');
}

/** 1/(1 − share) where the axis ends. */
export function lastTailOf(...curves: readonly PercentileCurve[]): number {
  const tails = curves.flatMap(({ points }) => points.map(({ tail }) => tail));
  return Math.max(SMALLEST_LAST_TAIL, ...tails);
}

/** The percentiles that get a line, as far as `lastTail`. */
export function percentileTicks(lastTail: number, x: (tail: number) => number): XTick[] {
  return TICKS.filter(([tail]) => tail <= lastTail).map(([tail, text]) => ({ x: x(tail), text }));
}

/** Solid as far as enough requests lie above, dashed beyond. */
export function percentileLine(
  { points, supportedTail }: PercentileCurve,
  className: string,
  x: (tail: number) => number,
  y: Scale,
): string {
  const path = line<CurvePoint>(
    ({ tail }) => x(tail),
    ({ ns }) => y(ns),
  ).digits(1);
  const solid = points.filter(({ tail }) => tail <= supportedTail);
  const dashed = points.slice(Math.max(0, solid.length - 1));
  return (
    element('path', { class: `line ${className}`, d: path(solid) ?? '' }) +
    element('path', { class: `line ${className} unsupported`, d: path(dashed) ?? '' })
  );
}

/** Where the axis goes on but the requests never came back. */
function beyond(
  { points, censored }: PercentileCurve,
  lastTail: number,
  x: (tail: number) => number,
  { top, bottom, right }: Canvas,
): string {
  const end = points.at(-1)?.tail ?? lastTail;
  if (censored === 0 || end >= lastTail) return '';
  const left = x(end);
  const area = { class: 'beyond', x: left, y: top, width: right - left, height: bottom - top };
  const place = { class: 'mark', x: (left + right) / 2, y: top + 18, 'text-anchor': 'middle' };
  return element('rect', area) + (right - left > 110 ? label('never came back', place) : '');
}

function limitLine(limit: Limit, end: number, y: Scale, { left }: Canvas): string {
  const height = y(limit.ns);
  const className = `limit ${limit.passed ? 'met' : 'missed'}`;
  return (
    element('line', { class: className, x1: left, x2: end, y1: height, y2: height }) +
    element('line', { class: className, x1: end, x2: end, y1: height - 5, y2: height + 5 }) +
    label(limit.text, { class: 'mark', x: left + 6, y: height - 6 })
  );
}

function limitsOf(point: Point): Limit[] {
  return latencyLimits(point).map(({ name, percent, ns, passed }) => ({
    tail: 100 / (100 - percent),
    ns,
    text: `${name} limit ${exactTime(ns)}, ${passed ? 'met' : 'missed'}`,
    passed,
  }));
}
