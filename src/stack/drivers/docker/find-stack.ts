import type Docker from 'dockerode';
import type { ContainerInspectInfo } from 'dockerode';
import type { ServiceName } from '../../services/service-spec.ts';
import type { FoundService } from '../stack-driver.ts';
import { publishedAddresses } from './container-addresses.ts';
import { ofStack, SERVICE_LABEL, SERVICES_LABEL } from './stack-labels.ts';

const SERVICES: readonly ServiceName[] = ['triton', 'prometheus', 'grafana'];

/** A stack's containers by service, and what else carries its label. */
export interface FoundStack {
  readonly containers: ReadonlyMap<ServiceName, ContainerInspectInfo>;
  /** Every service that it was to have. */
  readonly services: readonly ServiceName[];
}

/** What carries a stack's label; null when nothing does. */
export async function findStack(docker: Docker, name: string): Promise<FoundStack | null> {
  const filters = ofStack(name);
  const [listed, networks, { Volumes: volumes }] = await Promise.all([
    docker.listContainers({ all: true, filters }),
    docker.listNetworks({ filters }),
    docker.listVolumes({ filters }),
  ]);
  if (listed.length + networks.length + (volumes ?? []).length === 0) return null;
  const inspected = await Promise.all(
    listed.map(({ Id }) =>
      docker
        .getContainer(Id)
        .inspect()
        // Removed while it was looked for.
        .catch(() => null),
    ),
  );
  const there = inspected.filter((info) => info !== null);
  const wanted = there[0]?.Config.Labels[SERVICES_LABEL]?.split(',') ?? ['triton'];
  return {
    containers: new Map(
      there.map((info) => [info.Config.Labels[SERVICE_LABEL] as ServiceName, info]),
    ),
    services: SERVICES.filter((service) => wanted.includes(service)),
  };
}

/** The same as everybody outside sees it. */
export function foundServices({ containers, services }: FoundStack): readonly FoundService[] {
  return services.map((name) => {
    const info = containers.get(name);
    if (!info) return { name, state: 'missing', addresses: {}, id: '' };
    return {
      name,
      state: info.State.Running ? 'running' : 'exited',
      addresses: publishedAddresses(name, info),
      id: info.Id,
    };
  });
}
