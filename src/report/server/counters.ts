import type { MetricSample, ModelStatistics } from '../../contract/measurements.ts';
import { METRIC_DEFINITIONS, metricsOf } from '../../contract/metric-definitions.ts';

/** Counter name → series (one label set) → value, of one model. */
export type Counters = ReadonlyMap<string, ReadonlyMap<string, number>>;

const NS_PER_US = 1000;

/** Every counter of a model that a metric definition needs. */
const NEEDED: ReadonlySet<string> = new Set(
  METRIC_DEFINITIONS.filter(({ source }) => source.kind !== 'gauge')
    .flatMap(metricsOf)
    .filter(({ scope }) => scope === 'model')
    .map(({ name }) => name),
);

/** The counters of one model (of one version where that is given) on a metrics page. */
export function countersOfPage(
  page: readonly MetricSample[],
  modelName: string,
  modelVersion: string | null,
): Counters {
  const counters = new Map<string, Map<string, number>>();
  for (const { name, labels, value } of page) {
    if (!NEEDED.has(name) || labels.model !== modelName) continue;
    if (modelVersion !== null && labels.version !== modelVersion) continue;
    add(counters, name, seriesKey(labels), value);
  }
  return counters;
}

/**
 * The statistics API in the words of the metrics page, so that one evaluation serves both. Its sums
 * are nanoseconds, where the page truncates each request to whole microseconds.
 */
export function countersOfStatistics(versions: readonly ModelStatistics[]): Counters {
  const counters = new Map<string, Map<string, number>>();
  for (const statistics of versions) {
    for (const [name, value] of namedSums(statistics)) {
      add(counters, name, statistics.version, value);
    }
  }
  return counters;
}

/** Executions by version and batch size, as counters too. */
export function batchCounters(versions: readonly ModelStatistics[]): ReadonlyMap<string, number> {
  return new Map(
    versions.flatMap(({ version, batches }) =>
      batches.map(({ batchSize, computeInfer }): [string, number] => [
        `${version}/${batchSize}`,
        computeInfer.count,
      ]),
    ),
  );
}

function namedSums(statistics: ModelStatistics): [string, number][] {
  return [
    ['nv_inference_request_success', statistics.success.count],
    ['nv_inference_request_failure', statistics.fail.count],
    ['nv_inference_count', statistics.inferenceCount],
    ['nv_inference_exec_count', statistics.executionCount],
    ['nv_inference_request_duration_us', statistics.success.ns / NS_PER_US],
    ['nv_inference_queue_duration_us', statistics.queue.ns / NS_PER_US],
    ['nv_inference_compute_input_duration_us', statistics.computeInput.ns / NS_PER_US],
    ['nv_inference_compute_infer_duration_us', statistics.computeInfer.ns / NS_PER_US],
    ['nv_inference_compute_output_duration_us', statistics.computeOutput.ns / NS_PER_US],
  ];
}

function add(
  counters: Map<string, Map<string, number>>,
  name: string,
  series: string,
  value: number,
): void {
  const known = counters.get(name) ?? new Map<string, number>();
  counters.set(name, known.set(series, (known.get(series) ?? 0) + value));
}

function seriesKey(labels: Readonly<Record<string, string>>): string {
  return JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)));
}
