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
