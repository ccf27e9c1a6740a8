import type { MetricDefinition } from '../../contract/metric-definitions.ts';

/**
 * What a metric definition says of the counters' totals over one run: the total behind a rate, a mean
 * or a share. null when a counter is missing, or when nothing happened to take the mean of; a gauge has
 * no total.
 */
export function evaluateMetric(
  { source, scale }: MetricDefinition,
  totals: ReadonlyMap<string, number>,
): number | null {
  const ratio = (part: number | undefined, whole: number | undefined) =>
    part === undefined || whole === undefined || whole <= 0 ? null : (part / whole) * scale;
  switch (source.kind) {
    case 'rate': {
      const total = totals.get(source.counter.name);
      return total === undefined ? null : total * scale;
    }
    case 'ratio':
      return ratio(totals.get(source.numerator.name), totals.get(source.denominator.name));
    case 'share': {
      const part = totals.get(source.part.name);
      const rest = totals.get(source.rest.name);
      return ratio(part, part === undefined || rest === undefined ? undefined : part + rest);
    }
    case 'gauge':
      return null;
  }
}
