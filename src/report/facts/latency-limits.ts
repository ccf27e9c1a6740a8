import type { Point } from '../../contract/point.ts';
import { parseGate } from '../../contract/slo.ts';
import { percentileName } from './percentile-words.ts';

/** A limit on a percentile of the response time, as the user set it. */
export interface LatencyLimit {
  readonly name: string;
  readonly percent: number;
  readonly ns: number;
  readonly passed: boolean;
}

export function latencyLimits({ gates }: Pick<Point, 'gates'>): LatencyLimit[] {
  return gates.flatMap(({ expression, passed }) => {
    const gate = parseGate(expression);
    if (typeof gate === 'string' || gate.metric.kind !== 'percentile') return [];
    const { clock, percent } = gate.metric;
    if (clock !== 'response') return [];
    return [{ name: percentileName(percent), percent, ns: gate.limit, passed }];
  });
}
