import { setTimeout as pause } from 'node:timers/promises';
import type Docker from 'dockerode';
import { BenchError } from '../../../contract/bench-error.ts';
import { engineStatus, engineWords } from './engine-error.ts';
import { ofStack } from './stack-labels.ts';

/** Something that carries the stack's label, and how it is removed. */
interface Labelled {
  readonly what: string;
  readonly remove: () => Promise<unknown>;
}

/** A request of a tool that was killed may still be on its way through the engine. */
const SETTLE_MS = 300;
const ROUNDS = 5;

/**
 * Removes all that carries a stack's label: containers with what runs in them, networks, volumes.
 * Resolves with what was removed, in words.
 * @throws BenchError 'stack-not-ended' when something cannot be removed; the rest is gone
 */
export async function takeDown(docker: Docker, name: string): Promise<readonly string[]> {
  const removed: string[] = [];
  let problems: readonly string[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const found = await labelled(docker, name);
    if (found.length === 0 && round > 0) return removed;
    problems = [];
    for (const thing of found) {
      const problem = await removeOne(thing);
      if (problem === null) removed.push(thing.what);
      else problems = [...problems, problem];
    }
    await pause(SETTLE_MS);
  }
  if (problems.length === 0) return removed;
  throw new BenchError('stack-not-ended', problems.join('\n'), {
    hint: 'end what uses it, then bring the stack down again',
  });
}

/** Containers first: what they use cannot be removed before them. */
async function labelled(docker: Docker, name: string): Promise<readonly Labelled[]> {
  const filters = ofStack(name);
  const [containers, networks, { Volumes: volumes }] = await Promise.all([
    docker.listContainers({ all: true, filters }),
    docker.listNetworks({ filters }),
    docker.listVolumes({ filters }),
  ]);
  return [
    ...containers.map(({ Id, Names }) => ({
      what: `container ${(Names[0] ?? Id).replace(/^\//, '')}`,
      remove: () => docker.getContainer(Id).remove({ force: true, v: true }),
    })),
    ...networks.map(({ Id, Name }) => ({
      what: `network ${Name}`,
      remove: () => docker.getNetwork(Id).remove(),
    })),
    ...(volumes ?? []).map(({ Name }) => ({
      what: `volume ${Name}`,
      remove: () => docker.getVolume(Name).remove(),
    })),
  ];
}

/** null when it is gone, by us or by somebody else; else why it is not. */
async function removeOne({ what, remove }: Labelled): Promise<string | null> {
  try {
    await remove();
    return null;
  } catch (error) {
    if (engineStatus(error) === 404) return null;
    return `${what} cannot be removed: ${engineWords(error)}`;
  }
}
