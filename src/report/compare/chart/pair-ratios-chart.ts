import { scaleLinear } from 'd3-scale';
import type { MetricComparison } from '../../../contract/comparison.ts';
import { xAxis, yAxis } from '../../render/chart/axes.ts';
import { type Canvas, smallVariant } from '../../render/chart/canvas.ts';
import type { Scale } from '../../render/chart/latency-scale.ts';
import { element, hint, label } from '../../render/chart/svg.ts';
import { count, margin } from '../../render/quantity.ts';
import type { PairRatio } from '../pair-ratios.ts';
import { changeText } from './change-axis.ts';

const HEIGHT = 240;
const BELOW = 42;
const MOST_TICKS = 10;
const RADIUS = 5;

type KnownRatio = PairRatio & { readonly ratio: number };

/** The change of one metric in each pair, in the order of time, with the mean and its interval. */
export function pairRatiosChart(
  metric: MetricComparison,
  ratios: readonly PairRatio[],
  id: string,
): string {
  const known = ratios.filter((one): one is KnownRatio => one.ratio !== null);
  if (known.length === 0) return '';
  const values = known.map(({ number, ratio }) => `pair ${number} ${margin(ratio - 1)}`);
  const names = {
    id,
    title: `${metric.id}, pair by pair`,
    description: `The change from A to B in each pair, in the order of time: ${values.join(', ')}.`,
  };
  return smallVariant(names, (canvas) => draw(metric, ratios, known, canvas), HEIGHT);
}

function draw(
  metric: MetricComparison,
  all: readonly PairRatio[],
  known: readonly KnownRatio[],
  given: Canvas,
): string {
  const canvas = { ...given, left: 60, bottom: given.height - BELOW };
  const x = scaleLinear()
    .domain([0.5, all.length + 0.5])
    .range([canvas.left, canvas.right]);
  const y = changeScale(metric, known, canvas);
  const every = Math.ceil(all.length / MOST_TICKS);
  const ticks = all.filter((_, index) => index % every === 0);
  return [
    intervalBand(metric, known, x, y),
    yAxis(y, changeText, canvas),
    xAxis(
      ticks.map(({ number }) => ({ x: x(number), text: count(number) })),
      'pair, in the order of time',
      canvas,
    ),
    ...limitLines(metric, y, canvas),
    element('line', { class: 'no-change', x1: canvas.left, x2: canvas.right, y1: y(0), y2: y(0) }),
    meanLine(metric, known, x, y),
    confirmationLine(all, x, canvas),
    ...known.map((one) => dot(one, x(one.number), y(one.ratio - 1))),
  ].join('');
}

/** From the smallest to the largest change, no change and the limits included. */
function changeScale(
  { limit, interval }: MetricComparison,
  known: readonly KnownRatio[],
  { top, bottom }: Canvas,
): Scale {
  const changes = [
    0,
    ...known.map(({ ratio }) => ratio - 1),
    ...(interval ? [interval.low - 1, interval.high - 1] : []),
    ...(limit === null ? [] : [limit, 1 / (1 + limit) - 1]),
  ];
  const scale = scaleLinear()
    .domain([Math.min(...changes), Math.max(...changes)])
    .range([bottom, top])
    .nice(5);
  const [low = 0, high = 0] = scale.domain();
  return Object.assign((change: number) => scale(change), {
    ticks: scale.ticks(5),
    isLogarithmic: false,
    ends: [low, high] as const,
  });
}

/** From the first to the last pair that the verdict rests on; null where there is none. */
function judgedSpan(known: readonly KnownRatio[], x: (pair: number) => number) {
  const judged = known.filter(({ pair }) => pair.judged).map(({ number }) => number);
  if (judged.length === 0) return null;
  return { from: x(Math.min(...judged) - 0.4), to: x(Math.max(...judged) + 0.4) };
}

function intervalBand(
  { interval }: MetricComparison,
  known: readonly KnownRatio[],
  x: (pair: number) => number,
  y: Scale,
): string {
  const span = judgedSpan(known, x);
  if (interval === null || span === null) return '';
  const [top, bottom] = [y(interval.high - 1), y(interval.low - 1)];
  const box = { x: span.from, width: span.to - span.from, y: top };
  return element('rect', { class: 'interval-band', ...box, height: Math.max(1, bottom - top) });
}

function meanLine(
  { ratio }: MetricComparison,
  known: readonly KnownRatio[],
  x: (pair: number) => number,
  y: Scale,
): string {
  const span = judgedSpan(known, x);
  if (ratio === null || span === null) return '';
  const height = y(ratio - 1);
  return element('line', { class: 'mean', x1: span.from, x2: span.to, y1: height, y2: height });
}

function limitLines({ limit }: MetricComparison, y: Scale, { left, right }: Canvas): string[] {
  if (limit === null) return [];
  return [limit, 1 / (1 + limit) - 1].map((change) =>
    element('line', { class: 'limit', x1: left, x2: right, y1: y(change), y2: y(change) }),
  );
}

function confirmationLine(
  all: readonly PairRatio[],
  x: (pair: number) => number,
  { top, bottom, left, right }: Canvas,
): string {
  const first = all.find(({ pair }) => pair.role === 'confirmation');
  if (!first || first.number === 1) return '';
  const at = x(first.number - 0.5);
  const isLeft = at < (left + right) / 2;
  const place = { x: at + (isLeft ? 4 : -4), y: top + 10, 'text-anchor': isLeft ? 'start' : 'end' };
  return (
    element('line', { class: 'knee', x1: at, x2: at, y1: top, y2: bottom }) +
    label('confirmation →', { class: 'mark', ...place })
  );
}

/** A dot where A was measured first, a ring where B was, a cross where the pair is not judged. */
function dot({ number, ratio, pair }: KnownRatio, x: number, y: number): string {
  const judged = pair.judged ? '' : ', not judged';
  const words = hint(`pair ${number} (${pair.order}): ${margin(ratio - 1)}${judged}`);
  if (!pair.judged) {
    const [left, top, size] = [Math.round(x) - RADIUS, Math.round(y) - RADIUS, 2 * RADIUS];
    const d = `M${left},${top}l${size},${size}M${left + size},${top}l${-size},${size}`;
    return element('path', { class: 'pair left-out', d }, words);
  }
  const className = `pair ${pair.order === 'AB' ? 'a-first' : 'b-first'}`;
  return element('circle', { class: className, cx: x, cy: y, r: RADIUS }, words);
}
