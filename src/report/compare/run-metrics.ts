import type { LatencySummary, Percentile, Point } from '../../contract/point.ts';
import { measuredPhase, notCompleted } from '../facts/measured-phase.ts';
import { percentileName } from '../facts/percentile-words.ts';
import { count } from '../render/quantity.ts';

/** One number of one run, and what is against relying on it. */
export interface RunMetric {
  readonly id: string;
  readonly unit: 'ns' | '/s' | 'share';
  readonly better: 'lower' | 'higher';
  readonly value: number | null;
  /** Why it may not be judged; null when nothing is against it. */
  readonly doubt: string | null;
}

/** Of a run that fell behind, latency says how long it lasted more than how fast the server is. */
const SATURATED = 'the server was saturated: latency depends on the length of the run';

/** `percents` of response and service time, the mean, throughput and the share that was not good. */
export function runMetrics(point: Point, percents: readonly number[]): RunMetric[] {
  const { response, service } = point.latency;
  const { counters } = measuredPhase(point);
  const doubt = point.verdict === 'saturated' ? SATURATED : null;
  const latency = [
    ...percents.map((percent) => percentileMetric('', response, percent)),
    { ...meanOf(response), id: 'mean' },
    ...percents.map((percent) => percentileMetric('service.', service, percent)),
  ];
  const share = counters.planned === 0 ? null : notCompleted(counters) / counters.planned;
  return [
    ...latency.map((metric) => ({ ...metric, doubt: doubt ?? metric.doubt })),
    {
      ...{ id: 'throughput', unit: '/s', better: 'higher' },
      ...{ value: point.rates.servedPerSecond, doubt: null },
    },
    { id: 'errors', unit: 'share', better: 'lower', value: share, doubt: null },
  ];
}

function percentileMetric(prefix: string, summary: LatencySummary, percent: number): RunMetric {
  const found = summary.percentiles.find((one) => one.percent === percent);
  const id = `${prefix}${percentileName(percent)}`;
  return { id, unit: 'ns', better: 'lower', ...valueAndDoubt(found) };
}

function valueAndDoubt(found: Percentile | undefined): Pick<RunMetric, 'value' | 'doubt'> {
  switch (found?.state) {
    case undefined:
      return { value: null, doubt: 'it is not among the --percentiles of the run' };
    case 'too-few':
      return { value: null, doubt: `it needs ${count(found.needs)} requests` };
    case 'beyond':
      return { value: null, doubt: 'it lies among requests that never came back' };
    case 'measured': {
      const doubt = found.distorted ? 'lateness of the generator itself moved it' : null;
      return { value: found.valueNs, doubt };
    }
  }
}

function meanOf({ meanNs, censored }: LatencySummary): Omit<RunMetric, 'id'> {
  const doubt = censored > 0 ? 'requests that never came back are not in it' : null;
  return { unit: 'ns', better: 'lower', value: meanNs, doubt };
}
