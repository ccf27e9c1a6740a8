import { rm } from 'node:fs/promises';
import { BenchError } from '../contract/bench-error.ts';
import type { StackDriver } from '../stack/index.ts';
import type { Environment } from './environment.ts';
import { readStackState } from './stack-state.ts';
import { stackFolder, stateFolder } from './state-folder.ts';

/**
 * Removes all that carries the name of a stack, whatever state it is in, and what was remembered of it.
 * @returns what was removed, in words; empty where there was nothing
 * @throws BenchError where the driver that started it cannot remove it
 */
export async function takeDownStack(
  name: string,
  env: Pick<Environment, 'env' | 'events'>,
  drivers: readonly StackDriver[],
): Promise<readonly string[]> {
  const root = stateFolder(env.env);
  const folder = stackFolder(root, name);
  const state = await readStackState(root, name, (words) => env.events.onWarning?.(words));
  const removed: string[] = [];
  for (const driver of drivers) {
    try {
      removed.push(...(await driver.down(name, folder)));
    } catch (error) {
      if (!(error instanceof BenchError) || driver.name === state?.driver) throw error;
      // Without a state nobody knows whose it was: it may still stand where nobody could look.
      if (state === null) env.events.onWarning?.(`${driver.name} was not asked: ${error.message}`);
    }
  }
  await rm(folder, { recursive: true, force: true });
  return removed;
}
