import { rm } from 'node:fs/promises';
import { BenchError } from '../contract/bench-error.ts';
import type { StackDriver } from '../stack/index.ts';
import type { Environment } from './environment.ts';
import { forgetClaim } from './stack-claim.ts';
import { readStackState } from './stack-state.ts';
import { stackFolder, stateFolder, unusable } from './state-folder.ts';

/**
 * Removes all that carries the name of a stack, whatever state it is in, and what was remembered of it.
 * @returns what was removed, in words; empty where there was nothing
 * @throws BenchError where the driver that started it cannot remove it, or some of it may still be there;
 * the other drivers were asked all the same
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
  const failures: unknown[] = [];
  for (const driver of drivers) {
    try {
      removed.push(...(await driver.down(name, folder)));
    } catch (error) {
      if (!isAway(error) || driver.name === state?.driver) failures.push(error);
      // Without a state nobody knows whose it was: it may still stand where nobody could look.
      else if (state === null)
        env.events.onWarning?.(`${driver.name} was not asked: ${error.message}`);
    }
  }
  // What is left is known by the folder alone.
  if (failures.length > 0) throw failures[0];
  await rm(folder, { recursive: true, force: true }).catch((error: NodeJS.ErrnoException) => {
    // A file stands where the state would be: nothing was ever kept there.
    if (error.code !== 'ENOTDIR') throw unusable(folder, error);
  });
  await forgetClaim(root, name);
  return removed;
}

/** A driver that could not be asked, as one whose engine does not run: nothing is known to be left. */
function isAway(error: unknown): error is BenchError {
  return error instanceof BenchError && error.code !== 'stack-not-ended';
}
