import type { Point } from '../../../contract/point.ts';
import { type PercentileCurve, responseCurve, serviceCurve } from '../../facts/percentile-curve.ts';
import { lastTailOf } from '../chart/percentile-chart.ts';
import { reading, short } from './reading.ts';

/** Neighbouring points of a curve are 4 % of a tail apart. */
const NEAR = 1.02;

/** Each percentile of the curve, response beside service time. */
export function percentileReading(point: Point): string {
  const response = responseCurve(point);
  const service = serviceCurve(point);
  if (response.points.length === 0) return '';
  const end = Math.log(lastTailOf(response, service));
  return reading({
    ...{ kind: 'lines', title: 'Latency by percentile', unit: 'time' },
    places: response.points.map(({ tail }) => ({
      at: Number((Math.log(tail) / end).toFixed(4)),
      name: placeName(tail, response.supportedTail),
    })),
    lines: [
      { name: 'response', values: response.points.map(({ ns }) => short(ns)) },
      { name: 'service', values: response.points.map(({ tail }) => short(nsAt(service, tail))) },
    ],
  });
}

function nsAt({ points }: PercentileCurve, tail: number): number | null {
  const found = points.find((one) => one.tail >= tail / NEAR);
  return found && found.tail <= tail * NEAR ? found.ns : null;
}

/** "p99.3": as many digits as two neighbours need to differ. */
function placeName(tail: number, supportedTail: number): string {
  const above = 100 / tail;
  const digits = Math.max(0, 1 - Math.floor(Math.log10(above)));
  const name = `p${Number((100 - above).toFixed(digits))}`;
  return tail > supportedTail ? `${name} (fewer than 10 requests above)` : name;
}
