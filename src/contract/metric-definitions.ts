/** How a number comes from a server's counters; PromQL, panels, columns and our own sums share it. */
export type MetricSource =
  | { readonly kind: 'rate'; readonly counter: string }
  | { readonly kind: 'ratio'; readonly numerator: string; readonly denominator: string }
  | { readonly kind: 'gauge'; readonly gauge: string };

/**
 * `scale` turns the source's unit into `unit` (µs counters × 1000 = ns).
 * `better` says which way is good; `neither` for what only explains.
 */
export interface MetricDefinition {
  readonly id: string;
  readonly title: string;
  readonly unit: 'ns' | '1' | '/s' | 'bytes' | 'W' | 'J';
  readonly better: 'lower' | 'higher' | 'neither';
  readonly source: MetricSource;
  readonly scale: number;
}

const SUCCESS = 'nv_inference_request_success';

function meanPerRequest(id: string, title: string, counter: string): MetricDefinition {
  const source = { kind: 'ratio', numerator: counter, denominator: SUCCESS } as const;
  return { id, title, unit: 'ns', better: 'lower', source, scale: 1000 };
}

/** Formulas after the semantics of Triton's metrics page: durations are sums over good requests. */
export const METRIC_DEFINITIONS: readonly MetricDefinition[] = [
  {
    id: 'server.requests',
    title: 'Requests served',
    unit: '/s',
    better: 'higher',
    source: { kind: 'rate', counter: SUCCESS },
    scale: 1,
  },
  {
    id: 'server.failures',
    title: 'Requests failed',
    unit: '/s',
    better: 'lower',
    source: { kind: 'rate', counter: 'nv_inference_request_failure' },
    scale: 1,
  },
  {
    id: 'server.inferences',
    title: 'Inferences',
    unit: '/s',
    better: 'higher',
    source: { kind: 'rate', counter: 'nv_inference_count' },
    scale: 1,
  },
  {
    id: 'server.executions',
    title: 'Executions',
    unit: '/s',
    better: 'neither',
    source: { kind: 'rate', counter: 'nv_inference_exec_count' },
    scale: 1,
  },
  {
    id: 'server.batch-size',
    title: 'Mean batch size',
    unit: '1',
    better: 'neither',
    source: {
      kind: 'ratio',
      numerator: 'nv_inference_count',
      denominator: 'nv_inference_exec_count',
    },
    scale: 1,
  },
  meanPerRequest('server.request', 'Server time', 'nv_inference_request_duration_us'),
  meanPerRequest('server.queue', 'Queue', 'nv_inference_queue_duration_us'),
  meanPerRequest('server.compute-input', 'Compute input', 'nv_inference_compute_input_duration_us'),
  meanPerRequest('server.compute-infer', 'Compute infer', 'nv_inference_compute_infer_duration_us'),
  meanPerRequest(
    'server.compute-output',
    'Compute output',
    'nv_inference_compute_output_duration_us',
  ),
];
