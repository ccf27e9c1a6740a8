import { BenchError } from '../../contract/bench-error.ts';
import { SMALLEST_EFFECT } from '../regression/judge-metrics.ts';

/** Metric → the change of it that matters, a share. These are the metrics that can fail a comparison. */
export type Limits = Readonly<Record<string, number>>;

const DEFAULT_LIMITS: Limits = { p50: 0.05, p99: 0.1, throughput: 0.05 };
const METRIC = /^((service\.)?(p\d{1,2}(\.\d+)?)|mean|throughput)$/;
const SHARE = /^(\d+(?:\.\d+)?)%$/;

/**
 * The defaults, with what was chosen instead: { p99: '15%', p50: 'off' }.
 * @throws BenchError 'usage' that names what cannot be meant
 */
export function limitsFrom(chosen: Readonly<Record<string, string>>): Limits {
  const limits: Record<string, number> = { ...DEFAULT_LIMITS };
  for (const [metric, text] of Object.entries(chosen)) {
    if (!METRIC.test(metric)) throw noMetric(metric);
    if (text === 'off') delete limits[metric];
    else limits[metric] = shareOf(metric, text);
  }
  if (Object.keys(limits).length > 0) return limits;
  throw new BenchError('usage', 'every --limit is off: nothing is left to judge', {
    hint: 'leave one on; the defaults are p50, p99 and throughput',
  });
}

function shareOf(metric: string, text: string): number {
  const share = Number(SHARE.exec(text)?.[1] ?? Number.NaN) / 100;
  if (share >= SMALLEST_EFFECT && share <= 1) return share;
  throw new BenchError('usage', `"${text}" is no limit for ${metric}`, {
    hint: `write a share from ${SMALLEST_EFFECT * 100}% to 100%, such as ${metric}=10%, or ${metric}=off; smaller changes drown in noise`,
  });
}

function noMetric(metric: string): BenchError {
  return new BenchError('usage', `--limit knows no metric "${metric}"`, {
    hint: 'known are p50…p99.99, mean, throughput, and service.p50…service.p99.99',
  });
}
