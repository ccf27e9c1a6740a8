import type { RunEvents } from '../app/index.ts';
import type { Outside } from './outside.ts';

/** What the hallway's stack commands need of the process. */
export async function stackDesk(outside: Outside, events: RunEvents) {
  const { stackCommands } = await import('../app/index.ts');
  const { cwd, env, packageFolder, nowEpochMs, signal } = outside;
  return stackCommands({ cwd, env, packageFolder, nowEpochMs, signal, events });
}
