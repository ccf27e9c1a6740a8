import { scaleLog } from 'd3-scale';
import type { Point } from '../../../contract/point.ts';
import { mergedResponseCurve, type PercentileCurve } from '../../facts/percentile-curve.ts';
import { xAxis, yAxis } from '../../render/chart/axes.ts';
import { bothVariants, type Canvas } from '../../render/chart/canvas.ts';
import { latencyScale, type Scale } from '../../render/chart/latency-scale.ts';
import {
  lastTailOf,
  percentileLine,
  percentileTicks,
} from '../../render/chart/percentile-chart.ts';
import { label } from '../../render/chart/svg.ts';
import { exactTime } from '../../render/quantity.ts';

const LOGARITHMIC_ABOVE = 40;
/** Single runs are a backdrop: a coarse line shows where they lie. */
const STEPS_OF_SINGLE_RUNS = 16;
const LABEL_HEIGHT = 14;

/** The runs of one load, side by side. */
export interface ComparedSides {
  readonly a: readonly Point[];
  readonly b: readonly Point[];
}

interface Side {
  readonly name: 'A' | 'B';
  readonly className: 'side-a' | 'side-b';
  readonly merged: PercentileCurve;
  readonly single: readonly PercentileCurve[];
}

/** Response time by percentile of both sides, merged over their runs, each run as a thin line behind. */
export function comparedCurvesChart({ a, b }: ComparedSides, scope: string): string {
  const sides = [side('A', 'side-a', a), side('B', 'side-b', b)];
  if (sides.every(({ merged }) => merged.points.length === 0)) return '';
  const names = {
    id: `curves${scope}`,
    title: 'Response time by percentile, A and B',
    description:
      'Response time of A and B for each percentile, merged over the runs of each side; the axis stretches towards the slowest requests. The table above has the numbers.',
  };
  return bothVariants(names, (canvas) => draw(sides, canvas));
}

function side(name: Side['name'], className: Side['className'], points: readonly Point[]): Side {
  return {
    ...{ name, className, merged: mergedResponseCurve(points) },
    single:
      points.length === 1
        ? []
        : points.map((point) => mergedResponseCurve([point], STEPS_OF_SINGLE_RUNS)),
  };
}

function draw(sides: readonly Side[], canvas: Canvas): string {
  const curves = sides.flatMap(({ merged, single }) => [merged, ...single]);
  const lastTail = lastTailOf(...curves);
  const x = scaleLog().domain([1, lastTail]).range([canvas.left, canvas.right]);
  const latencies = curves.flatMap(({ points }) => points.map(({ ns }) => ns));
  const y = latencyScale(latencies, LOGARITHMIC_ABOVE, canvas);
  const thin = sides.flatMap(({ single, className }) =>
    single.map((curve) => percentileLine(curve, `${className} single`, x, y)),
  );
  const thick = sides.map(({ merged, className }) => percentileLine(merged, className, x, y));
  return [
    yAxis(y, exactTime, canvas),
    xAxis(percentileTicks(lastTail, x), 'percentile of requests', canvas),
    ...thin,
    ...thick,
    ends(sides, x, y, canvas),
  ].join('');
}

/** A letter at the end of each curve, pushed apart where both end at one place. */
function ends(
  sides: readonly Side[],
  x: (tail: number) => number,
  y: Scale,
  { right }: Canvas,
): string {
  const places = sides
    .flatMap(({ name, merged, className }) => {
      const last = merged.points.at(-1);
      return last ? [{ name, className, x: x(last.tail), y: y(last.ns) }] : [];
    })
    .sort((one, other) => one.y - other.y);
  const [upper, lower] = places;
  if (upper && lower) {
    const missing = LABEL_HEIGHT - (lower.y - upper.y);
    if (missing > 0) {
      upper.y -= missing / 2;
      lower.y += missing / 2;
    }
  }
  return places
    .map((place) => {
      const isAtEdge = place.x > right - 12;
      const at = { x: isAtEdge ? right - 2 : place.x + 4, y: place.y - (isAtEdge ? 5 : -4) };
      const box = {
        class: `side-name ${place.className}`,
        ...at,
        'text-anchor': isAtEdge ? 'end' : 'start',
      };
      return label(place.name, box);
    })
    .join('');
}
