import type { RequestListener } from 'node:http';

type Labels = Readonly<Record<string, string>>;

/** What one made-up model has done until now. */
interface SyntheticModel {
  readonly labels: Labels;
  readonly requests: number;
  readonly failed: number;
}

/** Each sum as a multiple of the requests: what a server tells that never varies. */
const PER_REQUEST = {
  nv_inference_request_success: 1,
  nv_inference_count: 8,
  nv_inference_exec_count: 0.5,
  nv_inference_request_duration_us: 1400,
  nv_inference_queue_duration_us: 350,
  nv_inference_compute_input_duration_us: 40,
  nv_inference_compute_infer_duration_us: 900,
  nv_inference_compute_output_duration_us: 60,
  nv_cache_num_hits_per_model: 3,
  nv_cache_num_misses_per_model: 1,
} as const;

const GPUS = [
  { gpu_uuid: 'GPU-A', joules: 2, watts: 120 },
  { gpu_uuid: 'GPU-B', joules: 3, watts: 250 },
] as const;

/** How old a Triton to play: 23.05 has neither the pending gauge nor the failures' reason. */
export type TritonAge = '23.05' | '24.10';

/** A metrics page as Triton writes it, of models on two GPUs. */
export function syntheticPage(models: readonly SyntheticModel[], age: TritonAge): string {
  const lines: string[] = [];
  const sample = (name: string, labels: Labels, value: number) => {
    const pairs = Object.entries(labels).map(([key, text]) => `${key}="${text}"`);
    lines.push(`${name}{${pairs.join(',')}} ${value}`);
  };
  for (const [name, factor] of Object.entries(PER_REQUEST)) {
    lines.push(`# TYPE ${name} counter`);
    for (const { labels, requests } of models) sample(name, labels, requests * factor);
  }
  lines.push('# TYPE nv_inference_request_failure counter');
  for (const { labels, failed } of models) {
    if (age === '23.05') sample('nv_inference_request_failure', labels, failed * 3);
    else {
      sample('nv_inference_request_failure', { ...labels, reason: 'BACKEND' }, failed * 2);
      sample('nv_inference_request_failure', { ...labels, reason: 'CANCELED' }, failed);
    }
  }
  if (age !== '23.05') {
    lines.push('# TYPE nv_inference_pending_request_count gauge');
    for (const { labels, requests } of models) {
      sample('nv_inference_pending_request_count', labels, requests % 17);
    }
  }
  const all = models.reduce((sum, { requests }) => sum + requests, 0);
  for (const { joules, watts, ...labels } of GPUS) {
    sample('nv_energy_consumption', labels, all * joules);
    sample('nv_gpu_power_usage', labels, watts + (all % 5));
    sample('nv_gpu_utilization', labels, (all % 10) / 10);
    sample('nv_gpu_memory_used_bytes', labels, 1e9);
    sample('nv_gpu_memory_total_bytes', labels, 8e10);
  }
  sample('nv_cpu_utilization', {}, (all % 7) / 7);
  sample('nv_cpu_memory_used_bytes', {}, 3e9);
  sample('nv_cpu_memory_total_bytes', {}, 6e9);
  return `${lines.join('\n')}\n`;
}

/** Serves what `page` makes of the path, as Triton's exporter does. */
export function metricsListener(page: (path: string) => string): RequestListener {
  return (request, response) => {
    response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' });
    response.end(page(request.url ?? '/'));
  };
}
