import { BenchError } from '../../../contract/bench-error.ts';
import type { MonitoredStack } from '../../running-stack.ts';
import type { StackPlan } from '../../stack-plan.ts';
import type { FoundService, StackDriver, StackEvents, StackSurroundings } from '../stack-driver.ts';
import { type BringUp, bringUp } from './bring-up.ts';
import { claimStack } from './claim-stack.ts';
import { findProgram } from './find-program.ts';
import { freePorts } from './free-ports.ts';
import { inheritedEnvironment } from './inherited-environment.ts';
import { localPlace, PORTS_OF_STACK } from './local-place.ts';
import { lastLines, logFile } from './log-file.ts';
import { processStack, untilGone } from './process-stack.ts';
import { isRunning } from './stack-processes.ts';
import { recordOf, takeDown } from './take-down.ts';
import { Watchdog } from './watchdog-client.ts';

const NO_GRAFANA =
  'Grafana is not started beside processes: take --stack docker, or name one with --grafana-url';

/** Triton and Prometheus as processes of this machine. */
export function processDriver(surroundings: StackSurroundings): StackDriver {
  return {
    name: 'process',
    whyNot: async (plan) => (await programsOf(plan, surroundings)).whyNot,
    start: (plan, events, signal) => start(plan, events, signal, surroundings),
    find: async (name, folder) => find(name, folder),
    attach: async (name, folder) => attach(name, folder),
    logs: async (_, folder, service, lines) => lastLines(logFile(folder, service), lines),
    down: takeDown,
  };
}

async function start(
  plan: StackPlan,
  events: StackEvents,
  signal: AbortSignal,
  { cwd, env, nowMs }: StackSurroundings,
): Promise<MonitoredStack> {
  const { programs, whyNot } = await programsOf(plan, { cwd, env });
  if (whyNot !== null) {
    throw new BenchError('stack-not-started', whyNot, { hint: 'or take --stack docker' });
  }
  const { name, folder } = plan;
  const notes = plan.grafana ? [NO_GRAFANA] : [];
  const record = await claimStack(name, folder, notes).catch((error) => {
    throw error instanceof BenchError ? error : systemTrouble(folder, error);
  });
  const watchdog = await Watchdog.watch(folder, record).catch(async (cause) => {
    await takeDown(name, folder);
    throw systemTrouble(folder, cause);
  });
  const end = async () => {
    await watchdog.end();
    // Nothing is left for it to do, unless the watchdog itself was killed.
    await takeDown(name, folder);
  };
  try {
    const services = await bringUp({
      plan,
      place: localPlace(folder, plan.modelRepository, await freePorts(PORTS_OF_STACK)),
      programs,
      env: inheritedEnvironment(env),
      cwd,
      watchdog,
      events,
      signal,
      budget: AbortSignal.timeout(plan.readyTimeoutMs),
      nowMs,
    });
    const [triton, prometheus] = services;
    void prometheus?.exited.then((how) => events.onWarning(`Prometheus ${how}`));
    const tritonDied = Promise.race([triton.exited, watchdog.gone.then(() => untilGone(triton))]);
    const owner = { end, keep: () => watchdog.keep() };
    return processStack(folder, { services: [...services], notes }, tritonDied, owner);
  } catch (error) {
    await end();
    throw error instanceof BenchError ? error : systemTrouble(folder, error);
  }
}

function systemTrouble(folder: string, cause: unknown): BenchError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new BenchError(
    'stack-not-started',
    `the stack cannot be started in ${folder}: ${reason}`,
    {
      hint: 'make room there or change its permissions; XDG_STATE_HOME names another place',
      cause,
    },
  );
}

async function programsOf(
  plan: StackPlan,
  { cwd, env }: Pick<StackSurroundings, 'cwd' | 'env'>,
): Promise<{ programs: BringUp['programs']; whyNot: string | null }> {
  const search = { cwd, path: env.PATH ?? '' };
  const triton = await findProgram(plan.triton.bin, search);
  const prometheus = plan.prometheus ? await findProgram(plan.prometheus.bin, search) : null;
  const reasons = [
    triton.program === null && `${triton.why}; name Triton with --triton-bin`,
    prometheus?.program === null &&
      `${prometheus.why}; name Prometheus with --prometheus-bin, or leave it out with --no-prometheus`,
  ].filter((reason) => reason !== false);
  return {
    programs: { triton: triton.program ?? '', prometheus: prometheus?.program ?? '' },
    whyNot: reasons.length === 0 ? null : reasons.join('\n'),
  };
}

function find(name: string, folder: string): readonly FoundService[] | null {
  const record = recordOf(name, folder);
  if (record === null) return null;
  return record.services.flatMap(({ name: service, addresses, ...process }) => {
    if (service === 'command') return [];
    const state = isRunning(process) ? 'running' : 'exited';
    return [{ name: service, state, addresses, id: String(process.pid) } as const];
  });
}

function attach(name: string, folder: string): MonitoredStack {
  const record = recordOf(name, folder);
  const triton = record?.services.find((service) => service.name === 'triton');
  if (!record || !triton) {
    throw new BenchError('stack-not-started', `there is no stack named "${name}"`, {
      hint: `bring it up with bench stack up --name ${name}`,
    });
  }
  if (record.owner !== null && isRunning(record.owner)) {
    const owner = `process ${record.owner.pid}, which ends it when it ends`;
    throw new BenchError('stack-not-started', `the stack "${name}" belongs to ${owner}`, {
      hint: 'wait for it, or take another name',
    });
  }
  return processStack(folder, record, untilGone(triton), null);
}
