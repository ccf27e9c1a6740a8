import type { Place, ServiceName } from '../../services/service-spec.ts';
import type { StackNetwork } from './stack-network.ts';

/** The ports that the images and everybody's habits know. */
const WELL_KNOWN: Readonly<Record<ServiceName, Readonly<Record<string, number>>>> = {
  triton: { http: 8000, grpc: 8001, metrics: 8002 },
  prometheus: { http: 9090 },
  grafana: { http: 3000 },
};
/** The folders that the images have. */
const FOLDER: Readonly<Record<ServiceName, Readonly<Partial<Record<string, string>>>>> = {
  triton: { models: '/models' },
  prometheus: { config: '/etc/prometheus', data: '/prometheus' },
  grafana: { config: '/etc/grafana', data: '/var/lib/grafana' },
};

/** Ports of a service inside its container, by what they speak. */
export function containerPorts(service: ServiceName): Readonly<Record<string, number>> {
  return WELL_KNOWN[service];
}

/** Where a service's container stands: it has an address of its own on the stack's network. */
export function containerPlace(network: StackNetwork): Place {
  const port: Place['port'] = (service, speaks) => WELL_KNOWN[service][speaks] ?? 0;
  return {
    // Its own address alone: what this machine sees of it is published on loopback.
    host: '0.0.0.0',
    port,
    neighbour: (service, speaks) => `${network.hostOf(service)}:${port(service, speaks)}`,
    gateway: network.gateway,
    folder: (service, kind) => FOLDER[service][kind] ?? `/${kind}`,
  };
}
