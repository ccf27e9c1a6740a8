import { BenchError } from '../../contract/bench-error.ts';
import { parseChangeLimit } from '../../contract/change-limit.ts';

/** Metric → the change of it that matters, a share. These are the metrics that can fail a comparison. */
export type Limits = Readonly<Record<string, number>>;

const PERCENTILE = /p(\d+(?:\.\d+)?)$/;

const DEFAULT_LIMITS: Limits = { p50: 0.05, p99: 0.1, throughput: 0.05 };

/**
 * The defaults, with what was chosen instead: { p99: '15%', p50: 'off' }.
 * @throws BenchError 'usage' that names what cannot be meant
 */
export function limitsFrom(chosen: Readonly<Record<string, string>>): Limits {
  const limits: Record<string, number> = { ...DEFAULT_LIMITS };
  for (const [metric, text] of Object.entries(chosen)) {
    const limit = parseChangeLimit(metric, text);
    if (typeof limit === 'object') {
      throw new BenchError('usage', `--limit: ${limit.message}`, { hint: limit.hint });
    }
    if (limit === 'off') delete limits[metric];
    else limits[metric] = limit;
  }
  if (Object.keys(limits).length > 0) return limits;
  throw new BenchError('usage', 'every --limit is off: nothing is left to judge', {
    hint: 'leave one on; the defaults are p50, p99 and throughput',
  });
}

/** Percentiles that are judged, each once. */
export function judgedPercents(limits: Limits): number[] {
  const percents = Object.keys(limits).flatMap((id) => {
    const percent = PERCENTILE.exec(id)?.[1];
    return percent === undefined ? [] : [Number(percent)];
  });
  return [...new Set(percents)];
}
