/**
 * Whose a series is. A model's has the labels `model` and `version` (and `gpu_uuid` where its
 * instances run on a GPU: always summed over), a GPU's `gpu_uuid`, the host's none.
 */
export type MetricScope = 'model' | 'gpu' | 'host';

/** A family on the server's metrics page. */
export interface ServerMetric {
  readonly name: string;
  readonly scope: MetricScope;
}

/**
 * How a number comes from a server's counters; PromQL, panels, columns and our own sums share it.
 * share: part / (part + rest).
 */
export type MetricSource =
  | { readonly kind: 'rate'; readonly counter: ServerMetric }
  | { readonly kind: 'ratio'; readonly numerator: ServerMetric; readonly denominator: ServerMetric }
  | { readonly kind: 'share'; readonly part: ServerMetric; readonly rest: ServerMetric }
  | { readonly kind: 'gauge'; readonly gauge: ServerMetric };

/**
 * `scale` turns the source's unit into `unit` (µs counters × 1000 = ns).
 * `better` says which way is good; `neither` for what only explains.
 * `splitBy` is a label that may split it further; a server too old to have it is one part.
 */
export interface MetricDefinition {
  readonly id: string;
  readonly title: string;
  readonly unit: 'ns' | '1' | '/s' | 'share' | 'bytes' | 'W' | 'J';
  readonly better: 'lower' | 'higher' | 'neither';
  readonly source: MetricSource;
  readonly scale: number;
  readonly splitBy?: 'reason';
}

const ofModel = (name: string): ServerMetric => ({ name, scope: 'model' });
const ofGpu = (name: string): ServerMetric => ({ name, scope: 'gpu' });
const ofHost = (name: string): ServerMetric => ({ name, scope: 'host' });

const SUCCESS = ofModel('nv_inference_request_success');
const INFERENCES = ofModel('nv_inference_count');
const EXECUTIONS = ofModel('nv_inference_exec_count');
const REQUEST_DURATION = ofModel('nv_inference_request_duration_us');

type Words = Pick<MetricDefinition, 'id' | 'title' | 'better'>;

function rate(words: Words, counter: ServerMetric): MetricDefinition {
  return { ...words, unit: '/s', source: { kind: 'rate', counter }, scale: 1 };
}

function meanPerRequest(id: string, title: string, counter: ServerMetric): MetricDefinition {
  const source = { kind: 'ratio', numerator: counter, denominator: SUCCESS } as const;
  return { id, title, unit: 'ns', better: 'lower', source, scale: 1000 };
}

function gauge(
  words: Words,
  unit: MetricDefinition['unit'],
  metric: ServerMetric,
): MetricDefinition {
  return { ...words, unit, source: { kind: 'gauge', gauge: metric }, scale: 1 };
}

const MODEL_DEFINITIONS: readonly MetricDefinition[] = [
  rate({ id: 'server.requests', title: 'Requests served', better: 'higher' }, SUCCESS),
  {
    ...rate(
      { id: 'server.failures', title: 'Requests failed', better: 'lower' },
      ofModel('nv_inference_request_failure'),
    ),
    splitBy: 'reason',
  },
  rate({ id: 'server.inferences', title: 'Inferences', better: 'higher' }, INFERENCES),
  rate({ id: 'server.executions', title: 'Executions', better: 'neither' }, EXECUTIONS),
  {
    id: 'server.batch-size',
    title: 'Mean batch size',
    unit: '1',
    better: 'neither',
    source: { kind: 'ratio', numerator: INFERENCES, denominator: EXECUTIONS },
    scale: 1,
  },
  meanPerRequest('server.request', 'Server time', REQUEST_DURATION),
  meanPerRequest('server.queue', 'Queue', ofModel('nv_inference_queue_duration_us')),
  meanPerRequest(
    'server.compute-input',
    'Compute input',
    ofModel('nv_inference_compute_input_duration_us'),
  ),
  meanPerRequest(
    'server.compute-infer',
    'Compute infer',
    ofModel('nv_inference_compute_infer_duration_us'),
  ),
  meanPerRequest(
    'server.compute-output',
    'Compute output',
    ofModel('nv_inference_compute_output_duration_us'),
  ),
  {
    // Little's law: microseconds spent in the server for each second that passes.
    ...{ id: 'server.in-flight', title: 'Mean requests in the server', better: 'neither' },
    ...{ unit: '1', source: { kind: 'rate', counter: REQUEST_DURATION }, scale: 1e-6 },
  },
  gauge(
    { id: 'server.pending', title: 'Pending requests', better: 'lower' },
    '1',
    ofModel('nv_inference_pending_request_count'),
  ),
  {
    ...{ id: 'server.cache-hits', title: 'Cache hits', unit: 'share', better: 'higher', scale: 1 },
    source: {
      kind: 'share',
      part: ofModel('nv_cache_num_hits_per_model'),
      rest: ofModel('nv_cache_num_misses_per_model'),
    },
  },
];

const GPU_DEFINITIONS: readonly MetricDefinition[] = [
  gauge(
    { id: 'server.gpu-utilization', title: 'GPU utilisation', better: 'neither' },
    'share',
    ofGpu('nv_gpu_utilization'),
  ),
  gauge(
    { id: 'server.gpu-memory-used', title: 'GPU memory used', better: 'lower' },
    'bytes',
    ofGpu('nv_gpu_memory_used_bytes'),
  ),
  gauge(
    { id: 'server.gpu-memory-total', title: 'GPU memory', better: 'neither' },
    'bytes',
    ofGpu('nv_gpu_memory_total_bytes'),
  ),
  gauge(
    { id: 'server.gpu-power', title: 'GPU power', better: 'lower' },
    'W',
    ofGpu('nv_gpu_power_usage'),
  ),
  {
    // All GPUs over all models: who of several models used the energy cannot be told.
    ...{ id: 'server.energy-per-inference', title: 'Energy per inference', better: 'lower' },
    ...{ unit: 'J', scale: 1 },
    source: {
      kind: 'ratio',
      numerator: ofGpu('nv_energy_consumption'),
      denominator: INFERENCES,
    },
  },
];

const HOST_DEFINITIONS: readonly MetricDefinition[] = [
  gauge(
    { id: 'server.cpu-utilization', title: 'CPU utilisation', better: 'neither' },
    'share',
    ofHost('nv_cpu_utilization'),
  ),
  gauge(
    { id: 'server.memory-used', title: 'Memory used', better: 'neither' },
    'bytes',
    ofHost('nv_cpu_memory_used_bytes'),
  ),
  gauge(
    { id: 'server.memory-total', title: 'Memory', better: 'neither' },
    'bytes',
    ofHost('nv_cpu_memory_total_bytes'),
  ),
];

/**
 * Formulas after the semantics of Triton's metrics page: durations are sums over good requests; energy
 * is joules since its start; the CPU gauges are those of the whole host. All names are there since
 * 23.05, but pending (23.09) and the failures' reason (24.08).
 */
export const METRIC_DEFINITIONS: readonly MetricDefinition[] = [
  ...MODEL_DEFINITIONS,
  ...GPU_DEFINITIONS,
  ...HOST_DEFINITIONS,
];

/** The definition of that id. @throws when there is none: ids are written in code only */
export function metricDefinition(id: string): MetricDefinition {
  const found = METRIC_DEFINITIONS.find((definition) => definition.id === id);
  if (!found) throw new Error(`no metric definition ${id}`);
  return found;
}

/** The families that a definition is made of. */
export function metricsOf({ source }: Pick<MetricDefinition, 'source'>): readonly ServerMetric[] {
  switch (source.kind) {
    case 'rate':
      return [source.counter];
    case 'ratio':
      return [source.numerator, source.denominator];
    case 'share':
      return [source.part, source.rest];
    case 'gauge':
      return [source.gauge];
  }
}

/** Whose the number is; `whole`: of all models and devices together, where its families differ. */
export function scopeOf(definition: Pick<MetricDefinition, 'source'>): MetricScope | 'whole' {
  const [first, ...others] = metricsOf(definition).map(({ scope }) => scope);
  return first !== undefined && others.every((scope) => scope === first) ? first : 'whole';
}
