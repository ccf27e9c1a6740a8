import type { RunConfig } from '../contract/run-config.ts';
import type { MonitoredStack, StackDriver } from '../stack/index.ts';
import { driversFor } from './drivers-for.ts';
import type { Environment } from './environment.ts';
import { findStack, isWhole } from './find-stack.ts';
import { readStackState, type StackState } from './stack-state.ts';
import { stateFolder } from './state-folder.ts';

/**
 * The stack that `bench stack up` left running, for a run that names no server; null when there is none,
 * or none that can be asked: then a warning says so. Without its file no driver is troubled: a run that
 * embeds its server must not wait for an engine.
 */
export async function joinStack(
  { stackName }: RunConfig,
  env: Environment,
  given?: readonly StackDriver[],
): Promise<{ readonly stack: MonitoredStack; readonly state: StackState } | null> {
  const warn = (message: string) => env.events.onWarning?.(message);
  const state = await readStackState(stateFolder(env.env), stackName, warn);
  if (!state) return null;
  const wayOut = `bench stack down --name ${stackName} forgets it`;
  try {
    const found = await findStack(stackName, env, given ?? (await driversFor(env)));
    if (found && isWhole(found)) {
      return { stack: await found.driver.attach(stackName, found.folder), state };
    }
    warn(`the stack ${stackName} was left running and runs no more; ${wayOut}`);
  } catch (error) {
    warn(`the stack ${stackName} cannot be asked: ${(error as Error).message}; ${wayOut}`);
  }
  return null;
}
