import type { MetricDefinition } from '../../contract/metric-definitions.ts';

/**
 * What a metric definition says of the counters' totals over one run: the total behind a rate, or a
 * mean. null when a counter is missing, or when nothing happened to take the mean of.
 */
export function evaluateMetric(
  { source, scale }: MetricDefinition,
  totals: ReadonlyMap<string, number>,
): number | null {
  switch (source.kind) {
    case 'rate': {
      const total = totals.get(source.counter);
      return total === undefined ? null : total * scale;
    }
    case 'ratio': {
      const numerator = totals.get(source.numerator);
      const denominator = totals.get(source.denominator);
      if (numerator === undefined || denominator === undefined || denominator <= 0) return null;
      return (numerator / denominator) * scale;
    }
    case 'gauge':
      return null;
  }
}
