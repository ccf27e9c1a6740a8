import {
  type BucketCounts,
  CLIENT_BUCKETS_NS,
  CLIENT_METRIC_LABELS,
  CLIENT_METRICS,
  type ClientTotals,
  OUTCOME_LABEL,
} from '../../contract/client-metrics.ts';
import { NS_PER_SECOND } from '../../contract/units.ts';

/** What tells the series of one run from those of others. */
export type ClientLabels = Readonly<Record<(typeof CLIENT_METRIC_LABELS)[number], string>>;

/** What the page is to be sent as: Prometheus' text exposition format. */
export const METRICS_PAGE_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

type Label = readonly [name: string, value: string];

/**
 * The bench's own metrics page.
 * @param labels null while it is not known yet what will be sent: then there are no series
 */
export function metricsPage(totals: ClientTotals, labels: ClientLabels | null): string {
  const own: readonly Label[] | null =
    labels && CLIENT_METRIC_LABELS.map((name) => [name, labels[name]] as const);
  const keys = Object.keys(CLIENT_METRICS) as (keyof typeof CLIENT_METRICS)[];
  return keys
    .map((key) => {
      const { name, type, help } = CLIENT_METRICS[key];
      const head = `# HELP ${name} ${escapeHelp(help)}\n# TYPE ${name} ${type}\n`;
      return own ? head + series(name, totals[key], own) : head;
    })
    .join('');
}

function series(
  name: string,
  value: ClientTotals[keyof ClientTotals],
  labels: readonly Label[],
): string {
  if (typeof value === 'number') return sample(name, labels, value);
  if (isBuckets(value)) return histogram(name, value, labels);
  return Object.entries(value)
    .map(([outcome, count]) => sample(name, [...labels, [OUTCOME_LABEL, outcome]], count))
    .join('');
}

function isBuckets(value: object): value is BucketCounts {
  return 'counts' in value && 'sumNs' in value;
}

/** A classic histogram: each bucket counts all that is not above its bound. */
function histogram(
  name: string,
  { counts, sumNs }: BucketCounts,
  labels: readonly Label[],
): string {
  let count = 0;
  const buckets = counts.map((inBucket, index) => {
    count += inBucket;
    const boundNs = CLIENT_BUCKETS_NS[index];
    const bound = boundNs === undefined ? '+Inf' : String(boundNs / NS_PER_SECOND);
    return sample(`${name}_bucket`, [...labels, ['le', bound]], count);
  });
  return [
    ...buckets,
    sample(`${name}_sum`, labels, sumNs / NS_PER_SECOND),
    sample(`${name}_count`, labels, count),
  ].join('');
}

function sample(name: string, labels: readonly Label[], value: number): string {
  const words = labels.map(([label, text]) => `${label}="${escapeLabel(text)}"`);
  return `${name}{${words.join(',')}} ${value}\n`;
}

/** What the format asks for in a label's value; nothing else has a meaning there. */
function escapeLabel(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}

function escapeHelp(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
}
