import { scaleLinear } from 'd3-scale';
import { line } from 'd3-shape';
import type { LatencyLimit } from '../../facts/latency-limits.ts';
import { type LoadCurve, type LoadPoint, tailName } from '../../facts/load-curve.ts';
import { exactRate, exactTime, rate, time } from '../quantity.ts';
import { xAxis, yAxis } from './axes.ts';
import { bothVariants, type Canvas } from './canvas.ts';
import { latencyScale, type Scale } from './latency-scale.ts';
import { element, hint, label } from './svg.ts';

/** A limit further above the curve than this would press it flat. */
const NEAR = 4;
const LOGARITHMIC_ABOVE = 20;
const RADIUS = 5;

type Key = 'p50Ns' | 'tailNs';

/** Latency against throughput, a mark for each load, limits and knee drawn. */
export function loadCurveChart(curve: LoadCurve, limits: readonly LatencyLimit[]): string {
  if (curve.points.every(({ p50Ns, tailNs }) => p50Ns === null && tailNs === null)) return '';
  const names = {
    id: 'load-curve',
    title: 'Latency against throughput',
    description: `Median and ${tailName(curve)} response time of each load over the rate that was served. The table below has the numbers.`,
  };
  return bothVariants(names, (canvas) => draw(curve, limits, canvas));
}

function draw(curve: LoadCurve, limits: readonly LatencyLimit[], canvas: Canvas): string {
  const { points, knee } = curve;
  const values = points.flatMap(({ p50Ns, tailNs }) => [p50Ns ?? [], tailNs ?? []].flat());
  const highest = Math.max(...values);
  const shown = limits.filter(({ ns }) => ns <= highest * NEAR);
  const y = latencyScale([...values, ...shown.map(({ ns }) => ns)], LOGARITHMIC_ABOVE, canvas);
  const x = scaleLinear()
    .domain([0, Math.max(...points.map(({ servedPerSecond }) => servedPerSecond)) * 1.05])
    .range([canvas.left, canvas.right]);
  const ticks = x.ticks(canvas.variant === 'wide' ? 8 : 4);
  const lines = [...(curve.tailPercent === null ? [] : ['tailNs' as const]), 'p50Ns' as const];
  return [
    yAxis(y, exactTime, canvas),
    xAxis(
      ticks.map((tick) => ({ x: x(tick), text: tick === 0 ? '0' : exactRate(tick) })),
      'served',
      canvas,
    ),
    knee ? kneeLine(knee, x(knee.servedPerSecond), canvas) : '',
    ...shown.map((limit) => limitLine(limit, y, canvas)),
    ...lines.map((key) => curveLine(points, key, x, y)),
    ...lines.flatMap((key) => points.map((point) => mark(point, key, x, y))),
  ].join('');
}

function curveLine(
  points: readonly LoadPoint[],
  key: Key,
  x: (rate: number) => number,
  y: Scale,
): string {
  const path = line<LoadPoint>(
    ({ servedPerSecond }) => x(servedPerSecond),
    (point) => y(point[key] ?? 0),
  )
    .defined((point) => point[key] !== null)
    .digits(1);
  return element('path', {
    class: `line ${key === 'p50Ns' ? 'p50' : 'p99'}`,
    d: path(points) ?? '',
  });
}

/** A dot where the load was taken, a ring where the server was saturated, a cross where not to believe it. */
function mark(point: LoadPoint, key: Key, x: (rate: number) => number, y: Scale): string {
  const ns = point[key];
  if (ns === null) return '';
  const [at, height] = [x(point.servedPerSecond), y(ns)];
  const words = hint(
    `${point.name}: ${rate(point.servedPerSecond)} served, ${time(ns)}, ${point.word}`,
  );
  const className = `point ${key === 'p50Ns' ? 'p50' : 'p99'} ${point.verdict}`;
  if (point.verdict !== 'invalid') {
    return element('circle', { class: className, cx: at, cy: height, r: RADIUS }, words);
  }
  const [left, top] = [Math.round(at) - RADIUS, Math.round(height) - RADIUS];
  const size = 2 * RADIUS;
  const d = `M${left},${top}l${size},${size}M${left + size},${top}l${-size},${size}`;
  return element('path', { class: className, d }, words);
}

function kneeLine({ name }: LoadPoint, x: number, { top, bottom, left, right }: Canvas): string {
  const isLeft = x < (left + right) / 2;
  const place = { x: x + (isLeft ? 6 : -6), y: top + 12, 'text-anchor': isLeft ? 'start' : 'end' };
  return (
    element('line', { class: 'knee', x1: x, x2: x, y1: top, y2: bottom }) +
    label(`knee: ${name}`, { class: 'mark', ...place })
  );
}

function limitLine({ ns, name }: LatencyLimit, y: Scale, { left, right }: Canvas): string {
  const height = y(ns);
  return (
    element('line', { class: 'limit', x1: left, x2: right, y1: height, y2: height }) +
    label(`${name} limit ${exactTime(ns)}`, { class: 'mark', x: left + 6, y: height - 6 })
  );
}
