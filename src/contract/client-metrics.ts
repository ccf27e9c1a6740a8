/**
 * The metrics that the bench tells of itself while a load runs (`--expose`): the page that shows
 * them and the dashboard that draws them share these names. Base units and suffixes after
 * Prometheus' naming rules; histograms are classic ones, with `_bucket{le}`, `_sum` and `_count`.
 */
interface ClientMetric {
  readonly name: string;
  readonly type: 'histogram' | 'counter' | 'gauge';
  readonly help: string;
}

/** Labels that every series of the page has. */
export const CLIENT_METRIC_LABELS = ['run', 'model', 'protocol'] as const;
/** The label that splits `requests`; its values are those of the result's failures, and `ok`. */
export const OUTCOME_LABEL = 'outcome';

export const CLIENT_METRICS = {
  responseTime: {
    name: 'inferbench_response_time_seconds',
    type: 'histogram',
    help: 'Done minus due of completed and timed out requests: what a user would feel.',
  },
  serviceTime: {
    name: 'inferbench_service_time_seconds',
    type: 'histogram',
    help: 'Done minus sent of completed and timed out requests: network and server.',
  },
  lateness: {
    name: 'inferbench_lateness_seconds',
    type: 'histogram',
    help: 'Dispatched minus due: the fault of the load generator itself.',
  },
  requests: {
    name: 'inferbench_requests_total',
    type: 'counter',
    help: 'Requests that ended, by how they ended.',
  },
  inFlight: {
    name: 'inferbench_in_flight',
    type: 'gauge',
    help: 'Requests sent and unanswered when the last second ended.',
  },
  dueRate: {
    name: 'inferbench_due_rate',
    type: 'gauge',
    help: 'Requests that were due in the last second.',
  },
} as const satisfies Readonly<Record<string, ClientMetric>>;

const STEPS_OF_A_DECADE = [10, 12.5, 16, 20, 25, 31.5, 40, 50, 63, 80] as const;
const DECADES = 8;

/**
 * Upper bounds of the histograms' buckets in nanoseconds, those of all three: ten in each decade (the
 * preferred numbers R10 of ISO 3, each 1.25 times the one before) from 1 µs to 100 s.
 */
export const CLIENT_BUCKETS_NS: readonly number[] = [
  ...Array.from({ length: DECADES }, (_, decade) =>
    STEPS_OF_A_DECADE.map((step) => step * 100 * 10 ** decade),
  ).flat(),
  100e9,
];

/** Values counted by bucket: one more than there are bounds, for those above the last. Not cumulative. */
export interface BucketCounts {
  readonly counts: readonly number[];
  readonly sumNs: number;
}

/** What a load has come to since it began, in the terms of these metrics. */
export interface ClientTotals {
  readonly responseTime: BucketCounts;
  readonly serviceTime: BucketCounts;
  readonly lateness: BucketCounts;
  /** By outcome; those that never happened may be missing. */
  readonly requests: Readonly<Record<string, number>>;
  readonly inFlight: number;
  readonly dueRate: number;
}
