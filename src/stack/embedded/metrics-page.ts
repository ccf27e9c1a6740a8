import type { HostLoad } from './host-load.ts';
import { FAILURE_REASONS, type ModelStatistics } from './model-statistics.ts';

/** What of a model is on the page. */
export interface MeasuredModel {
  readonly name: string;
  readonly version: string;
  readonly config: { readonly metric_tags: Readonly<Record<string, string>> };
  readonly statistics: ModelStatistics;
  readonly pendingCount: number;
  readonly loadSeconds: number;
}

/** One metric of every model: name, help text and type are Triton's (core, metrics.cc). */
interface ModelMetric {
  readonly name: string;
  readonly help: string;
  readonly type: 'counter' | 'gauge';
  read(model: MeasuredModel): number;
}

const counter = (
  name: string,
  help: string,
  read: (statistics: ModelStatistics) => number,
): ModelMetric => ({ name, help, type: 'counter', read: (model) => read(model.statistics) });

const SUCCESS = counter(
  'nv_inference_request_success',
  'Number of successful inference requests, all batch sizes',
  ({ success }) => success.count,
);

const FAILURE = {
  name: 'nv_inference_request_failure',
  help: 'Number of failed inference requests, all batch sizes',
} as const;

const MODEL_METRICS: readonly ModelMetric[] = [
  counter(
    'nv_inference_count',
    'Number of inferences performed (does not include cached requests)',
    ({ inferenceCount }) => inferenceCount,
  ),
  counter(
    'nv_inference_exec_count',
    'Number of model executions performed (does not include cached requests)',
    ({ executionCount }) => executionCount,
  ),
  counter(
    'nv_inference_request_duration_us',
    'Cumulative inference request duration in microseconds (includes cached requests)',
    ({ us }) => us.request,
  ),
  counter(
    'nv_inference_queue_duration_us',
    'Cumulative inference queuing duration in microseconds (includes cached requests)',
    ({ us }) => us.queue,
  ),
  counter(
    'nv_inference_compute_input_duration_us',
    'Cumulative compute input duration in microseconds (does not include cached requests)',
    ({ us }) => us.computeInput,
  ),
  counter(
    'nv_inference_compute_infer_duration_us',
    'Cumulative compute inference duration in microseconds (does not include cached requests)',
    ({ us }) => us.computeInfer,
  ),
  counter(
    'nv_inference_compute_output_duration_us',
    'Cumulative inference compute output duration in microseconds (does not include cached requests)',
    ({ us }) => us.computeOutput,
  ),
  {
    name: 'nv_inference_pending_request_count',
    help: 'Instantaneous number of pending requests awaiting execution per-model.',
    type: 'gauge',
    read: ({ pendingCount }) => pendingCount,
  },
  {
    name: 'nv_model_load_duration_secs',
    help: 'Model load time in seconds',
    type: 'gauge',
    read: ({ loadSeconds }) => loadSeconds,
  },
];

/** Prometheus' text format, with the families, labels and units that Triton has for a CPU model. */
export function metricsPage(models: readonly MeasuredModel[], host: HostLoad): string {
  const lines = [
    ...modelFamily(SUCCESS, models),
    ...failureFamily(models),
    ...MODEL_METRICS.flatMap((metric) => modelFamily(metric, models)),
    ...hostFamily('nv_cpu_utilization', 'CPU utilization rate [0.0 - 1.0]', host.cpuUtilization),
    ...hostFamily(
      'nv_cpu_memory_total_bytes',
      'CPU total memory (RAM), in bytes',
      host.memoryTotalBytes,
    ),
    ...hostFamily(
      'nv_cpu_memory_used_bytes',
      'CPU used memory (RAM), in bytes',
      host.memoryUsedBytes,
    ),
  ];
  return `${lines.join('\n')}\n`;
}

function head(name: string, help: string, type: string): string[] {
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`];
}

function modelFamily(metric: ModelMetric, models: readonly MeasuredModel[]): string[] {
  const samples = models.map((model) => sample(metric.name, labelsOf(model), metric.read(model)));
  return [...head(metric.name, metric.help, metric.type), ...samples];
}

function failureFamily(models: readonly MeasuredModel[]): string[] {
  const samples = models.flatMap((model) =>
    FAILURE_REASONS.map((reason) =>
      sample(FAILURE.name, { ...labelsOf(model), reason }, model.statistics.failures[reason]),
    ),
  );
  return [...head(FAILURE.name, FAILURE.help, 'counter'), ...samples];
}

function hostFamily(name: string, help: string, value: number): string[] {
  return [...head(name, help, 'gauge'), `${name} ${value}`];
}

/** A tag of the configuration becomes a label with an underscore before it. */
function labelsOf({ name, version, config }: MeasuredModel): Record<string, string> {
  const tags = Object.entries(config.metric_tags).map(([key, value]) => [
    `_${key.replace(/\W/g, '_')}`,
    value,
  ]);
  return { ...Object.fromEntries(tags), model: name, version };
}

function sample(name: string, labels: Readonly<Record<string, string>>, value: number): string {
  const pairs = Object.entries(labels)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, text]) => `${key}="${escaped(text)}"`);
  return `${name}{${pairs.join(',')}} ${value}`;
}

function escaped(label: string): string {
  return label.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\n/g, '\\n');
}
