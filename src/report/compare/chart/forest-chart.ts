import type { MetricComparison } from '../../../contract/comparison.ts';
import type { Tone } from '../../facts/table.ts';
import { xAxis } from '../../render/chart/axes.ts';
import { bothVariants, type Canvas } from '../../render/chart/canvas.ts';
import { element, hint, label } from '../../render/chart/svg.ts';
import { changeInWords } from '../deciding-sentences.ts';
import { signedVerdict } from '../verdict-symbol.ts';
import { type ChangeAxis, changeAxis } from './change-axis.ts';

const ROW = 40;
const TOP = 8;
const BELOW = 44;
const CAP = 5;
const RADIUS = 5;

/** Every change with its interval, beside the limits of what is judged. '' where nothing has a ratio. */
export function forestChart(metrics: readonly MetricComparison[], scope: string): string {
  const rows = metrics.filter(({ ratio }) => ratio !== null);
  if (rows.length === 0) return '';
  const names = {
    id: `forest${scope}`,
    title: 'Changes with their intervals, against the limits',
    description: `The change from A to B of each metric: ${rows.map((one) => `${one.id} ${changeInWords(one)}`).join('; ')}.`,
  };
  const height = TOP + rows.length * ROW + BELOW;
  return bothVariants(names, (canvas) => draw(rows, roomFor(canvas)), height);
}

/** Names on the left and verdicts on the right where there is room; above the line on a phone. */
function roomFor(canvas: Canvas): Canvas {
  const { width, height, variant } = canvas;
  const [left, right] = variant === 'wide' ? [130, width - 150] : [12, width - 12];
  return { ...canvas, left, right, top: TOP, bottom: height - BELOW };
}

function draw(rows: readonly MetricComparison[], canvas: Canvas): string {
  const axis = changeAxis(rows, canvas);
  const none = axis.x(1);
  const { top, bottom } = canvas;
  return [
    xAxis(axis.ticks, 'change from A to B', canvas),
    ...rows.map((row, index) => limitBand(row, top + index * ROW, axis)),
    element('line', { class: 'no-change', x1: none, x2: none, y1: top, y2: bottom }),
    ...rows.map((row, index) => metricRow(row, top + index * ROW, axis, canvas)),
  ].join('');
}

function limitBand({ limit }: MetricComparison, y: number, { x }: ChangeAxis): string {
  if (limit === null) return '';
  const [from, to] = [x(1 / (1 + limit)), x(1 + limit)];
  const box = { x: from, width: to - from, y: y + 3, height: ROW - 6, rx: 3 };
  return element('rect', { class: 'limit-band', ...box });
}

function metricRow(metric: MetricComparison, top: number, axis: ChangeAxis, canvas: Canvas) {
  const { id, ratio, interval, verdict } = metric;
  const isWide = canvas.variant === 'wide';
  const y = isWide ? top + ROW / 2 : top + ROW - 12;
  const tone = verdict === null ? 'quiet' : signedVerdict(verdict).tone;
  const words = verdict === null ? 'not judged' : signedVerdict(verdict).text;
  const textY = isWide ? y + 4 : top + 15;
  const name = isWide
    ? { x: canvas.left - 12, 'text-anchor': 'end' }
    : { x: canvas.left, 'text-anchor': 'start' };
  const word = isWide
    ? { x: canvas.right + 12, 'text-anchor': 'start' }
    : { x: canvas.right, 'text-anchor': 'end' };
  return element(
    'g',
    { class: `change ${tone}` },
    hint(`${id}: ${changeInWords(metric)}`) +
      (interval ? whiskers(interval, y, axis) : '') +
      element('circle', { class: 'estimate', cx: axis.x(ratio ?? 1), cy: y, r: RADIUS }) +
      label(id, { class: 'mark', y: textY, ...name }) +
      label(words, { class: `word ${tone satisfies Tone}`, y: textY, ...word }),
  );
}

/** A line between the ends; an end that is cut off points outwards instead of being closed. */
function whiskers(
  { low, high }: { readonly low: number; readonly high: number },
  y: number,
  { x, isCut }: ChangeAxis,
): string {
  const end = (ratio: number, outwards: number) => {
    const at = Math.round(x(ratio));
    return isCut(ratio)
      ? `M${at - outwards * CAP},${y - CAP}L${at},${y}L${at - outwards * CAP},${y + CAP}`
      : `M${at},${y - CAP}V${y + CAP}`;
  };
  const d = `M${Math.round(x(low))},${y}H${Math.round(x(high))}${end(low, -1)}${end(high, 1)}`;
  return element('path', { class: 'interval', d });
}
