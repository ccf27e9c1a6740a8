import { rate, share, time, timeRange } from '../render/quantity.ts';
import type { RunMetric } from './run-metrics.ts';

/** "5.11 … 5.40 ms": the ends of a noise band. */
export function bandText(
  { low, high }: { readonly low: number; readonly high: number },
  unit: RunMetric['unit'],
): string {
  switch (unit) {
    case 'ns':
      return timeRange(low, high);
    case '/s':
      return `${rate(low)} … ${rate(high)}`;
    case 'share':
      return `${share(low)} … ${share(high)}`;
  }
}

/** A value of a metric in its unit. */
export function metricText(value: number, unit: RunMetric['unit']): string {
  switch (unit) {
    case 'ns':
      return time(value);
    case '/s':
      return rate(value);
    case 'share':
      return share(value);
  }
}
