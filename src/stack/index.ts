import type { CommandRequest, CommandServer } from './drivers/command/start-command.ts';
import type { StackDriver, StackSurroundings } from './drivers/stack-driver.ts';
import type { RunningStack, StackRequest } from './running-stack.ts';

export { claimName, ownerOf } from './claim-name.ts';
export type { CommandRequest, CommandServer } from './drivers/command/start-command.ts';
export type {
  FoundService,
  StackDriver,
  StackEvents,
  StackSurroundings,
} from './drivers/stack-driver.ts';
export { loadModel } from './load-model.ts';
export { makeFolder } from './make-folder.ts';
export { refuseBadRepository } from './model-repository/refuse-bad-repository.ts';
export { reloadModel } from './reload-model.ts';
export type { MonitoredStack, RunningStack, StackRequest } from './running-stack.ts';
export type { ServiceName } from './services/service-spec.ts';
export type { StackPlan } from './stack-plan.ts';
export { standInNamed } from './stand-in.ts';
export { takenPorts } from './taken-ports.ts';

/** Every way to run a stack on this machine, the one that is taken first at the head. */
export async function stackDrivers(
  surroundings: StackSurroundings,
): Promise<readonly StackDriver[]> {
  const { dockerDriver } = await import('./drivers/docker/docker-driver.ts');
  const { processDriver } = await import('./drivers/process/process-driver.ts');
  return [dockerDriver(surroundings), processDriver(surroundings)];
}

/** See `CommandServer`: a command that starts a server, and ends with the tool. */
export async function startCommandServer(
  request: CommandRequest,
  surroundings: Pick<StackSurroundings, 'cwd' | 'env'>,
  signal: AbortSignal,
): Promise<CommandServer> {
  const { startCommand } = await import('./drivers/command/start-command.ts');
  return startCommand(request, surroundings, signal);
}

/** What `--gpus auto` would take of the Docker engine; raises a BenchError where there is none to ask. */
export async function gpusOfEngine({ env }: Pick<StackSurroundings, 'env'>): Promise<string> {
  const { engineGpus } = await import('./drivers/docker/engine-gpus.ts');
  return engineGpus(env);
}

/**
 * Resolves when the server can be asked. Raises a BenchError: 'stack-not-started', 'config-invalid' (the
 * model repository), 'server-unreachable' (external), 'interrupted' (the signal).
 */
export async function startStack(
  request: StackRequest,
  signal: AbortSignal,
): Promise<RunningStack> {
  // Loaded when used: commands that need no server do not pay for its modules.
  if (request.driver === 'external') {
    const { connectExternal } = await import('./drivers/external.ts');
    return connectExternal(request, signal);
  }
  const { startEmbedded } = await import('./drivers/embedded.ts');
  return startEmbedded(request, signal);
}
