import { fetchMetrics } from '../../../clients/triton-metrics.ts';
import { BenchError } from '../../../contract/bench-error.ts';
import { type Look, lookUntilFound } from '../../probes/look.ts';
import { lookAtFirstSample, lookAtTarget } from '../../probes/prometheus-looks.ts';
import { lookAtMetrics, lookAtModels, lookAtUrl } from '../../probes/triton-looks.ts';
import { grafanaService } from '../../services/grafana.ts';
import { prometheusService } from '../../services/prometheus.ts';
import type { Place, ServiceSpec } from '../../services/service-spec.ts';
import { tritonService } from '../../services/triton.ts';
import type { StackPlan } from '../../stack-plan.ts';
import type { StackEvents } from '../stack-driver.ts';
import type { Engine } from './connect-engine.ts';
import { publishedAddresses } from './container-addresses.ts';
import { gpuRequest } from './gpu-request.ts';
import { NOTES_LABEL, SERVICES_LABEL } from './stack-labels.ts';
import type { StackNetwork } from './stack-network.ts';
import { type OnMade, obituary, type StartedContainer, startContainer } from './start-container.ts';

/** What a stack's containers are brought up with. */
export interface BringUp {
  readonly engine: Engine;
  readonly plan: StackPlan;
  readonly network: StackNetwork;
  readonly place: Place;
  readonly events: StackEvents;
  readonly onMade: OnMade;
  /** Calls off watching the containers. */
  readonly watch: AbortSignal;
  readonly signal: AbortSignal;
  readonly budget: AbortSignal;
  readonly nowMs: () => number;
}

/** The containers of a stack that is up, and what a reader of its results must know. */
export interface BroughtUp {
  readonly triton: StartedContainer;
  readonly others: readonly StartedContainer[];
  readonly notes: readonly string[];
}

const TITLE = { triton: 'Triton', prometheus: 'Prometheus', grafana: 'Grafana' } as const;
const GPU_GAUGE = 'nv_gpu_utilization';
/** Several times what Triton takes to read its gauges. */
const GPU_LIMIT_MS = 3000;

/**
 * Triton ready, its models ready, its metrics page shows them; Prometheus ready, its target up, a first
 * sample queried; Grafana healthy.
 * @throws BenchError 'stack-not-started', 'interrupted'
 */
export async function bringUp(up: BringUp): Promise<BroughtUp> {
  const { engine, plan, place } = up;
  const gpus = gpuRequest(plan.triton.gpus, engine.info);
  const notes = gpus.note === null ? [] : [gpus.note];
  const triton = await started(up, tritonService(plan, place), {
    devices: gpus.requests,
    labels: { [NOTES_LABEL]: notes.join('\n') },
  });
  const models = await checkTriton(up, triton, gpus.detail);
  if (gpus.requests.length > 0) notes.push(...(await checkGpu(up, triton)));
  const others: StartedContainer[] = [];
  if (plan.prometheus) {
    const prometheus = await started(up, prometheusService(plan.prometheus, place));
    await checkPrometheus(up, prometheus, models);
    others.push(prometheus);
  }
  if (plan.grafana) {
    const grafana = await started(up, grafanaService(plan.grafana, place));
    const { http = '' } = published(grafana);
    await step(
      up,
      grafana,
      'Grafana',
      () => lookAtUrl(`${http}/api/health`),
      () => http,
    );
    others.push(grafana);
  }
  return { triton, others, notes };
}

async function started(
  { engine, plan, network, onMade, watch, signal }: BringUp,
  spec: ServiceSpec,
  extra: Partial<Pick<Parameters<typeof startContainer>[2], 'devices' | 'labels'>> = {},
): Promise<StartedContainer> {
  if (signal.aborted) throw interrupted();
  const services = ['triton', plan.prometheus && 'prometheus', plan.grafana && 'grafana'];
  const labels = { [SERVICES_LABEL]: services.filter(Boolean).join(','), ...extra.labels };
  const needs = {
    plan,
    network: network.name,
    devices: extra.devices ?? [],
    labels,
    security: engine.security,
  };
  return startContainer(engine.docker, spec, needs, onMade, watch);
}

function published({ service, inspected }: StartedContainer) {
  return publishedAddresses(service, inspected);
}

async function checkTriton(
  up: BringUp,
  triton: StartedContainer,
  gpus: string,
): Promise<readonly string[]> {
  const { http = '', metrics = '' } = published(triton);
  const ready = () => lookAtUrl(`${http}/v2/health/ready`);
  await step(up, triton, 'Triton', ready, () => `${http}, ${gpus}`);
  const models = await step(
    up,
    triton,
    'model',
    () => lookAtModels(http),
    (names) => (names.length === 0 ? 'none is loaded' : `${names.join(', ')} ready`),
  );
  await step(
    up,
    triton,
    'metrics',
    () => lookAtMetrics(metrics, models),
    () => metrics,
  );
  return models;
}

/** A GPU that does not show is no failure: under MIG and WSL Triton cannot read its gauges. */
async function checkGpu(up: BringUp, triton: StartedContainer): Promise<readonly string[]> {
  const { metrics = '' } = published(triton);
  const look = async (): Promise<Look<true>> => {
    const samples = await fetchMetrics(metrics).catch(() => []);
    const shows = samples.some(({ name }) => name === GPU_GAUGE);
    return shows ? { found: true } : { missing: `${metrics} does not show ${GPU_GAUGE}` };
  };
  const seen = await lookUntilFound(
    look,
    AbortSignal.any([up.signal, AbortSignal.timeout(GPU_LIMIT_MS)]),
  );
  if ('found' in seen) return [];
  const note = `GPU figures are missing: ${seen.missing}, as under MIG or WSL`;
  up.events.onWarning(note);
  return [note];
}

async function checkPrometheus(
  up: BringUp,
  prometheus: StartedContainer,
  models: readonly string[],
): Promise<void> {
  const { http = '' } = published(prometheus);
  const target = up.place.neighbour('triton', 'metrics');
  // A Triton without models and GPUs may show nothing but that it was scraped.
  const names = models.length === 0 ? 'up' : 'nv_.+';
  await step(
    up,
    prometheus,
    'Prometheus',
    () => lookAtUrl(`${http}/-/ready`),
    () => http,
  );
  const scraped = () => lookAtTarget(http, target);
  await step(up, prometheus, 'scrape', scraped, () => `${target} is up`);
  const sample = () => lookAtFirstSample(http, target, names);
  await step(up, prometheus, 'sample', sample, () => 'the first one can be queried');
}

/** Looks until it is as it should be, and tells so. */
async function step<T>(
  { engine, plan, events, signal, budget, nowMs }: BringUp,
  container: StartedContainer,
  name: string,
  look: () => Promise<Look<T>>,
  detail: (found: T) => string,
): Promise<T> {
  const startMs = nowMs();
  const death = new AbortController();
  void container.exited.then((how) => death.abort(how));
  const seen = await lookUntilFound(look, AbortSignal.any([signal, budget, death.signal]));
  if (signal.aborted) throw interrupted();
  const fail = (message: string, hint: string) =>
    new BenchError('stack-not-started', message, { hint });
  if (death.signal.aborted) {
    const words = await obituary(engine.docker, container, String(death.signal.reason));
    throw fail(words, 'its last lines, where it wrote any, say why');
  }
  if ('missing' in seen) {
    const limit = `${TITLE[container.service]} was not up within ${plan.readyTimeoutMs / 1000} s`;
    const words = await obituary(engine.docker, container, 'still runs');
    throw fail(
      `${limit}: ${seen.missing}; ${words}`,
      'its last lines may say why; --ready-timeout gives it more time',
    );
  }
  events.onStep(name, detail(seen.found), nowMs() - startMs);
  return seen.found;
}

/** Ctrl-C while the stack came up. */
export function interrupted(): BenchError {
  const message = 'interrupted while the stack came up';
  return new BenchError('interrupted', message, { hint: 'run it again' });
}
