/** The least change that is ever called one: what every limit is at least. */
export const SMALLEST_EFFECT = 0.02;

/** Percentiles as reports name them: another spelling of one (p99.0, p05) would be a limit of nothing. */
const METRIC = /^((service\.)?p([1-9]\d?|(0|[1-9]\d?)\.\d*[1-9])|mean|throughput)$/;
const SHARE = /^(\d+(?:\.\d+)?)%$/;

/** What may be wrong with a limit, and how to write it. */
export interface LimitMistake {
  readonly message: string;
  readonly hint: string;
}

/**
 * The change of a metric that matters, as a user writes it: ("p99", "10%") → 0.1. "off": never judged.
 * A mistake comes back as data, so that each caller can say where it stands.
 */
export function parseChangeLimit(metric: string, text: string): number | 'off' | LimitMistake {
  if (!METRIC.test(metric)) {
    return {
      message: `there is no metric "${metric}" to limit the change of`,
      hint: 'known are p50…p99.99, mean, throughput, and service.p50…service.p99.99; a percentile is written without needless zeros',
    };
  }
  if (text === 'off') return 'off';
  const share = Number(SHARE.exec(text)?.[1] ?? Number.NaN) / 100;
  if (share >= SMALLEST_EFFECT && share <= 1) return share;
  return {
    message: `"${text}" is no limit for ${metric}`,
    hint: `write a share from ${SMALLEST_EFFECT * 100}% to 100%, such as 10%, or off; smaller changes drown in noise`,
  };
}
