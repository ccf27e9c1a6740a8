import type { ContainerInspectInfo } from 'dockerode';
import type { ServiceName } from '../../services/service-spec.ts';
import { containerPorts } from './container-place.ts';

/** A service's addresses by what they speak, as clients take them. */
export type Addresses = Readonly<Record<string, string>>;

/** Where this machine finds a service by its published ports; only those that are published now. */
export function publishedAddresses(
  service: ServiceName,
  inspected: Pick<ContainerInspectInfo, 'NetworkSettings'>,
): Addresses {
  return addressesBy(service, (port) => {
    const binding = inspected.NetworkSettings.Ports?.[`${port}/tcp`]?.[0];
    return binding && `${binding.HostIp}:${binding.HostPort}`;
  });
}

/** Where it is on the stack's network; none before it is started and after it ended. */
export function directAddresses(
  service: ServiceName,
  inspected: Pick<ContainerInspectInfo, 'NetworkSettings'>,
): Addresses {
  const [network] = Object.values(inspected.NetworkSettings.Networks);
  const host = network?.IPAddress;
  return addressesBy(service, (port) => (host ? `${host}:${port}` : undefined));
}

function addressesBy(
  service: ServiceName,
  hostPort: (port: number) => string | undefined,
): Addresses {
  return Object.fromEntries(
    Object.entries(containerPorts(service)).flatMap(([speaks, port]) => {
      const place = hostPort(port);
      return place === undefined ? [] : [[speaks, written(speaks, place)]];
    }),
  );
}

function written(speaks: string, hostPort: string): string {
  if (speaks === 'grpc') return hostPort;
  return speaks === 'metrics' ? `http://${hostPort}/metrics` : `http://${hostPort}`;
}
