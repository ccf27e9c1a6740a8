import { BenchError } from '../contract/bench-error.ts';
import type { FoundService, StackDriver } from '../stack/index.ts';
import type { Environment } from './environment.ts';
import { readStackState, type StackState } from './stack-state.ts';
import { stackFolder, stateFolder } from './state-folder.ts';

/** A stack as its driver sees it now, and what was remembered when it came up. */
export interface FoundStack {
  readonly name: string;
  readonly folder: string;
  readonly driver: StackDriver;
  readonly services: readonly FoundService[];
  /** Null where it never came up whole, or its file is damaged. */
  readonly state: StackState | null;
}

/**
 * Looks for a stack with every driver. One that cannot be asked (no engine) is passed over, unless the
 * stack is known to be its own.
 * @throws BenchError of the driver that started it, or of one that cannot tell what is left of it
 */
export async function findStack(
  name: string,
  env: Pick<Environment, 'env' | 'events'>,
  drivers: readonly StackDriver[],
): Promise<FoundStack | null> {
  const root = stateFolder(env.env);
  const folder = stackFolder(root, name);
  const state = await readStackState(root, name, (words) => env.events.onWarning?.(words));
  for (const driver of drivers) {
    const services = await driver.find(name, folder).catch((error: Error) => {
      const isUnknown = error instanceof BenchError && error.code === 'stack-not-ended';
      if (isUnknown || driver.name === state?.driver) throw error;
      return null;
    });
    if (services && services.length > 0) return { name, folder, driver, services, state };
  }
  return null;
}

/** Whether all that was begun of it runs. */
export function isWhole({ services }: FoundStack): boolean {
  return (
    services.some(({ name }) => name === 'triton') &&
    services.every(({ state }) => state === 'running')
  );
}
