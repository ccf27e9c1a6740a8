import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { BenchError } from '../../../contract/bench-error.ts';
import { type Look, lookUntilFound } from '../../probes/look.ts';
import { lookAtFirstSample, lookAtTarget } from '../../probes/prometheus-looks.ts';
import { lookAtMetrics, lookAtModels, lookAtUrl } from '../../probes/triton-looks.ts';
import { prometheusService } from '../../services/prometheus.ts';
import type { Place, ServiceSpec } from '../../services/service-spec.ts';
import { tritonService } from '../../services/triton.ts';
import type { StackPlan } from '../../stack-plan.ts';
import type { StackEvents } from '../stack-driver.ts';
import { logFile } from './log-file.ts';
import { lastWords } from './process-stack.ts';
import type { Watchdog, WatchedService } from './watchdog-client.ts';

/** What a stack is brought up with. */
export interface BringUp {
  readonly plan: StackPlan;
  readonly place: Place;
  /** Absolute path of a service's program. */
  readonly programs: Readonly<Record<'triton' | 'prometheus', string>>;
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly watchdog: Watchdog;
  readonly events: StackEvents;
  readonly signal: AbortSignal;
  readonly budget: AbortSignal;
  readonly nowMs: () => number;
}

const TITLE = { triton: 'Triton', prometheus: 'Prometheus', grafana: 'Grafana' } as const;

/** Triton, and Prometheus where it is wanted. */
type BroughtUp = readonly [triton: WatchedService, ...others: WatchedService[]];

/**
 * Triton ready, its models ready, its metrics page shows them; then Prometheus ready, its target up, a
 * first sample queried. What was started is in the watchdog's hands when this raises.
 * @throws BenchError 'stack-not-started', 'interrupted'
 */
export async function bringUp(up: BringUp): Promise<BroughtUp> {
  const { plan, place } = up;
  const triton = await startService(up, tritonService(plan, place), {
    http: `http://${place.neighbour('triton', 'http')}`,
    grpc: place.neighbour('triton', 'grpc'),
    metrics: `http://${place.neighbour('triton', 'metrics')}/metrics`,
  });
  const models = await checkTriton(up, triton);
  if (!plan.prometheus) return [triton.service];
  const prometheus = await startService(up, prometheusService(plan.prometheus, place), {
    http: `http://${place.neighbour('prometheus', 'http')}`,
  });
  await checkPrometheus(up, prometheus, models);
  return [triton.service, prometheus.service];
}

/** A service that runs, and the signal that it no longer does. */
interface Started {
  readonly spec: ServiceSpec;
  readonly service: WatchedService;
  readonly death: AbortSignal;
}

async function startService(
  { plan: { folder }, programs, env, cwd, watchdog }: BringUp,
  spec: ServiceSpec,
  addresses: Readonly<Record<string, string>>,
): Promise<Started> {
  const program = programs[spec.name as keyof typeof programs];
  await writeFiles(spec);
  const service = await watchdog
    .start({
      name: spec.name,
      program,
      args: spec.args,
      env: { ...env, ...spec.env },
      cwd,
      logFile: logFile(folder, spec.name),
      addresses,
    })
    .catch((cause: Error) => {
      const message = `${TITLE[spec.name]} could not be started: ${cause.message}`;
      throw new BenchError('stack-not-started', message, {
        hint: `try ${program} --help by hand`,
        cause,
      });
    });
  const death = new AbortController();
  void service.exited.then((how) => death.abort(how));
  return { spec, service, death: death.signal };
}

async function writeFiles({ files, dataFolder }: ServiceSpec): Promise<void> {
  if (dataFolder !== null) await mkdir(dataFolder, { recursive: true, mode: 0o700 });
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await writeFile(path, text, { mode: 0o600 });
  }
}

async function checkTriton(up: BringUp, triton: Started): Promise<readonly string[]> {
  const { http = '', metrics = '' } = triton.service.addresses;
  await step(
    up,
    triton,
    'Triton',
    () => lookAtUrl(http + triton.spec.readyPath),
    () => {
      return `${http}, process ${triton.service.pid}`;
    },
  );
  const models = await step(
    up,
    triton,
    'model',
    () => lookAtModels(http),
    (names) => {
      return names.length === 0 ? 'none is loaded' : `${names.join(', ')} ready`;
    },
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

async function checkPrometheus(
  up: BringUp,
  prometheus: Started,
  models: readonly string[],
): Promise<void> {
  const { http = '' } = prometheus.service.addresses;
  const target = up.place.neighbour('triton', 'metrics');
  // A Triton without models and GPUs may show nothing but that it was scraped.
  const names = models.length === 0 ? 'up' : 'nv_.+';
  const ready = () => lookAtUrl(http + prometheus.spec.readyPath);
  await step(
    up,
    prometheus,
    'Prometheus',
    ready,
    () => `${http}, process ${prometheus.service.pid}`,
  );
  await step(
    up,
    prometheus,
    'scrape',
    () => lookAtTarget(http, target),
    () => `${target} is up`,
  );
  const sample = () => lookAtFirstSample(http, target, names);
  await step(up, prometheus, 'sample', sample, () => 'the first one can be queried');
}

/** Looks until it is as it should be, and tells so. */
async function step<T>(
  { plan, events, signal, budget, nowMs }: BringUp,
  { spec, death }: Started,
  name: string,
  look: () => Promise<Look<T>>,
  detail: (found: T) => string,
): Promise<T> {
  const startMs = nowMs();
  const seen = await lookUntilFound(look, AbortSignal.any([signal, budget, death]));
  if (signal.aborted) {
    const message = 'interrupted while the stack came up';
    throw new BenchError('interrupted', message, { hint: 'run it again' });
  }
  const words = () => lastWords(plan.folder, spec.name);
  if (death.aborted) {
    throw new BenchError('stack-not-started', `${TITLE[spec.name]} ${death.reason}; ${words()}`, {
      hint: 'its last lines, where it wrote any, say why',
    });
  }
  if ('missing' in seen) {
    const limit = `the stack was not up within ${plan.readyTimeoutMs / 1000} s`;
    throw new BenchError('stack-not-started', `${limit}: ${seen.missing}; ${words()}`, {
      hint: 'its last lines may say why; --ready-timeout gives it more time',
    });
  }
  events.onStep(name, detail(seen.found), nowMs() - startMs);
  return seen.found;
}
