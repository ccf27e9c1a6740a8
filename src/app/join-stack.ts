import { BenchError } from '../contract/bench-error.ts';
import { DEFAULT_STACK_NAME } from '../contract/options/stack-options.ts';
import type { RunConfig } from '../contract/run-config.ts';
import type { MonitoredStack, StackDriver } from '../stack/index.ts';
import { driversFor } from './drivers-for.ts';
import type { Environment } from './environment.ts';
import { findStack, isWhole } from './find-stack.ts';
import { readStackState, type StackState } from './stack-state.ts';
import { stateFolder } from './state-folder.ts';

interface JoinedStack {
  readonly stack: MonitoredStack;
  readonly state: StackState;
}

/**
 * The stack that `bench stack up` left running, for a run that names no server; null when there is none,
 * or none that can be asked: then a warning says so. Without its file no driver is troubled: a run that
 * embeds its server must not wait for an engine.
 * @throws BenchError 'stack-not-started' where a stack was named: nobody means a stand-in by a name
 */
export async function joinStack(
  { stackName }: RunConfig,
  env: Environment,
  given?: readonly StackDriver[],
): Promise<JoinedStack | null> {
  const joined = await joinIfThere(stackName, env, given);
  if (joined || stackName === DEFAULT_STACK_NAME) return joined;
  throw new BenchError('stack-not-started', `the stack ${stackName} is not up`, {
    hint: `bring it up with bench stack up --name ${stackName}, or add --stack process or docker`,
  });
}

async function joinIfThere(
  stackName: string,
  env: Environment,
  given: readonly StackDriver[] | undefined,
): Promise<JoinedStack | null> {
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
