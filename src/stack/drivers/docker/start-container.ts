import type Docker from 'dockerode';
import type { ContainerInspectInfo } from 'dockerode';
import { BenchError } from '../../../contract/bench-error.ts';
import type { ServiceName, ServiceSpec } from '../../services/service-spec.ts';
import { lastWords } from './container-logs.ts';
import { type ContainerNeeds, containerOptions } from './container-options.ts';
import { engineStatus, engineWords } from './engine-error.ts';
import { portHolder } from './port-holder.ts';
import { nameOf, STACK_LABEL } from './stack-labels.ts';
import { tarArchive } from './tar-archive.ts';

/** A container that was started. */
export interface StartedContainer {
  readonly service: ServiceName;
  readonly id: string;
  readonly name: string;
  readonly inspected: ContainerInspectInfo;
  /** Resolves with how it ended, when it does; never where the watch was called off. */
  readonly exited: Promise<string>;
}

/** What is told as soon as something is there that has to go again. */
export type OnMade = (what: string, remove: () => Promise<unknown>) => void;

const SHOWN_LINES = 20;

/**
 * Creates a service's container and volume, puts its files into it and starts it.
 * @param watch calls off watching it
 * @throws BenchError 'stack-not-started' in the engine's own words, with what to do
 */
export async function startContainer(
  docker: Docker,
  spec: ServiceSpec,
  needs: ContainerNeeds,
  onMade: OnMade,
  watch: AbortSignal,
): Promise<StartedContainer> {
  const name = nameOf(needs.plan.name, spec.name);
  if (spec.dataFolder !== null) await makeVolume(docker, name, needs.plan.name, onMade);
  try {
    const container = await docker.createContainer(containerOptions(spec, needs));
    onMade(`container ${name}`, () => container.remove({ force: true, v: true }));
    if (Object.keys(spec.files).length > 0) {
      await container.putArchive(tarArchive(spec.files), { path: '/' });
    }
    await container.start();
    const exited = exitOf(docker, container.id, watch);
    const inspected = await container.inspect();
    return { service: spec.name, id: container.id, name, inspected, exited };
  } catch (cause) {
    throw await refused(docker, { spec, needs, name }, cause);
  }
}

/** The engine takes a volume that is there for the one that was asked for: look whose it is. */
async function makeVolume(
  docker: Docker,
  name: string,
  stack: string,
  onMade: OnMade,
): Promise<void> {
  const there = await docker
    .getVolume(name)
    .inspect()
    .catch(() => null);
  if (there) {
    throw new BenchError('stack-not-started', `a volume named ${name} is there already`, {
      hint: `another name for the stack, or docker volume rm ${name} when nobody needs it`,
    });
  }
  try {
    const labels = { [STACK_LABEL]: stack };
    const volume = await docker.createVolume({ Name: name, Labels: labels });
    onMade(`volume ${name}`, () => docker.getVolume(volume.name ?? name).remove());
  } catch (cause) {
    const message = `the volume ${name} could not be made: ${engineWords(cause)}`;
    throw new BenchError('stack-not-started', message, { hint: 'see docker info', cause });
  }
}

/** How a container ends, when it does; never where `watch` was aborted. */
export async function exitOf(docker: Docker, id: string, watch: AbortSignal): Promise<string> {
  try {
    const { StatusCode } = await docker.getContainer(id).wait({ abortSignal: watch });
    return `ended with exit code ${StatusCode}`;
  } catch (error) {
    // Nobody listens any more.
    if (watch.aborted) return new Promise<string>(() => undefined);
    return engineStatus(error) === 404 ? 'was removed' : `is lost: ${engineWords(error)}`;
  }
}

/** How a container's end is told, with its last lines. */
export async function obituary(
  docker: Docker,
  { name, id }: Pick<StartedContainer, 'name' | 'id'>,
  how: string,
): Promise<string> {
  const state = await docker
    .getContainer(id)
    .inspect()
    .then(({ State }) => State)
    .catch(() => null);
  const why = state?.OOMKilled ? ' (the system was out of memory)' : '';
  return `the container ${name} ${how}${why}; ${await lastWords(docker, id, SHOWN_LINES)}`;
}

interface Refused {
  readonly spec: ServiceSpec;
  readonly needs: ContainerNeeds;
  readonly name: string;
}

async function refused(docker: Docker, { spec, needs, name }: Refused, cause: unknown) {
  if (cause instanceof BenchError) return cause;
  const words = engineWords(cause);
  const fail = (message: string, hint: string) =>
    new BenchError('stack-not-started', message, { hint, cause });
  if (engineStatus(cause) === 409) {
    const message = `the name ${name} is taken by a container that is not this stack's: ${words}`;
    return fail(message, `another name for the stack, or docker rm ${name} when nobody needs it`);
  }
  const port = takenPort(words, spec);
  if (port !== null) {
    const holder = await portHolder(docker, port);
    const by = holder === null ? '' : ` by ${holder}`;
    return fail(
      `port ${port} is taken${by}: ${words}`,
      'end it; a stack of another name than default takes free ports',
    );
  }
  if (/bind source path does not exist/.test(words)) {
    const hint =
      'an engine in a virtual machine or outside this container sees only what is shared with it';
    return fail(`the engine does not see the model repository: ${words}`, hint);
  }
  if (needs.devices.length > 0 && /device driver|gpu|nvidia|cdi/i.test(words)) {
    const hint = 'install the NVIDIA Container Toolkit for this engine, or go without: --gpus none';
    return fail(`the Docker engine gives ${spec.name} no GPU: ${words}`, hint);
  }
  return fail(
    `the container ${name} could not be started: ${words}`,
    'docker info says what this engine can do',
  );
}

function takenPort(words: string, spec: ServiceSpec): number | null {
  if (!/already allocated|already in use/.test(words)) return null;
  const named = Number(/127\.0\.0\.1:(\d+)/.exec(words)?.[1]);
  return Number.isInteger(named) ? named : (Object.values(spec.ports)[0] ?? null);
}
