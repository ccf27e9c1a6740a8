import { rm } from 'node:fs/promises';
import { BenchError } from '../../../contract/bench-error.ts';
import type { StackPlan } from '../../stack-plan.ts';
import type { Removed, StackDriver, StackSurroundings } from '../stack-driver.ts';
import { attachStack } from './attach-stack.ts';
import { connectEngine } from './connect-engine.ts';
import { containerLogs } from './container-logs.ts';
import type { EngineEnvironment } from './engine-address.ts';
import { hasImage } from './ensure-image.ts';
import { findStack, foundServices } from './find-stack.ts';
import { startStack } from './start-stack.ts';
import { takeDown } from './take-down.ts';

/** Triton, Prometheus and Grafana as containers of this machine's Docker engine, known by label alone. */
export function dockerDriver({
  env,
  nowMs,
}: Pick<StackSurroundings, 'env' | 'nowMs'>): StackDriver {
  return {
    name: 'docker',
    whyNot: (plan) => whyNot(plan, env),
    start: async (plan, events, signal) =>
      startStack({ engine: await connectEngine(env), plan, events, signal, nowMs }),
    find: async (name) => {
      const { docker } = await connectEngine(env);
      const found = await findStack(docker, name);
      return found === null ? null : foundServices(found);
    },
    attach: async (name) => attachStack(await connectEngine(env), name),
    logs: async (name, _folder, service, lines) => {
      const { docker } = await connectEngine(env);
      const container = (await findStack(docker, name))?.containers.get(service);
      return container ? containerLogs(docker, container.Id, lines) : [];
    },
    down: (name, folder) => down(name, folder, env),
  };
}

async function whyNot(plan: StackPlan, env: EngineEnvironment): Promise<string | null> {
  try {
    const { docker } = await connectEngine(env);
    if (plan.pull !== 'never') return null;
    const images = [plan.triton.image, plan.prometheus?.image, plan.grafana?.image];
    for (const image of images) {
      if (image === undefined || (await hasImage(docker, image))) continue;
      return `the Docker engine has no image ${image}; docker pull ${image}, or --pull missing`;
    }
    return null;
  } catch (error) {
    if (!(error instanceof BenchError)) throw error;
    return `${error.message}; ${error.hint}`;
  }
}

async function down(name: string, folder: string, env: EngineEnvironment): Promise<Removed> {
  const { docker } = await connectEngine(env);
  const removed = await takeDown(docker, name);
  // A folder of that name may be that of a stack of processes, which is found by it.
  if (removed.length > 0) await rm(folder, { recursive: true, force: true });
  return removed;
}
