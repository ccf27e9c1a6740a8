import type { ContainerInspectInfo } from 'dockerode';
import { BenchError } from '../../../contract/bench-error.ts';
import type { MonitoredStack, ServiceAddress } from '../../running-stack.ts';
import type { ServiceName } from '../../services/service-spec.ts';
import type { Engine } from './connect-engine.ts';
import { publishedAddresses } from './container-addresses.ts';
import { containerPorts } from './container-place.ts';
import { dockerStack } from './docker-stack.ts';
import { findStack } from './find-stack.ts';
import { loadAddresses } from './load-addresses.ts';
import { NOTES_LABEL, nameOf } from './stack-labels.ts';
import { exitOf } from './start-container.ts';

/**
 * Joins a stack that runs; disposing it ends nothing.
 * @throws BenchError 'stack-not-started' when a service of it does not run
 */
export async function attachStack(engine: Engine, name: string): Promise<MonitoredStack> {
  const found = await findStack(engine.docker, name);
  const dead = (found?.services ?? ['triton']).filter(
    (service) => !found?.containers.get(service)?.State.Running,
  );
  const triton = found?.containers.get('triton');
  if (!found || !triton || dead.length > 0) {
    const message = `the stack "${name}" is not up: ${dead.join(', ')} does not run`;
    throw new BenchError('stack-not-started', message, {
      hint: `bench stack logs --name ${name} says why; bench stack down --name ${name} takes it away`,
    });
  }
  const watch = new AbortController();
  const { addresses, note } = await loadAddresses(engine, triton);
  const notes = (triton.Config.Labels[NOTES_LABEL] ?? '').split('\n').filter(Boolean);
  const address = (service: ServiceName): ServiceAddress | null => {
    const info = found.containers.get(service);
    return info ? addressOf(name, service, info) : null;
  };
  return dockerStack({
    docker: engine.docker,
    triton: {
      id: triton.Id,
      name: nameOf(name, 'triton'),
      exited: exitOf(engine.docker, triton.Id, watch.signal),
    },
    addresses,
    prometheus: address('prometheus'),
    grafana: address('grafana'),
    notes: note === null ? notes : [...notes, note],
    watch,
    end: null,
  });
}

/** Its container's name is known on the network whoever made that. */
function addressOf(
  stack: string,
  service: ServiceName,
  info: ContainerInspectInfo,
): ServiceAddress | null {
  const { http } = publishedAddresses(service, info);
  if (http === undefined) return null;
  return {
    public: http,
    inNetwork: `http://${nameOf(stack, service)}:${containerPorts(service).http}`,
  };
}
