import { join } from 'node:path';
import type { Place } from '../../services/service-spec.ts';

/** What is listened on, in the order in which ports are given. */
const PORTS: readonly string[] = [
  'triton http',
  'triton grpc',
  'triton metrics',
  'prometheus http',
];
export const PORTS_OF_STACK = PORTS.length;

/** This machine as a place for services: all on 127.0.0.1, their folders below the stack's. */
export function localPlace(
  folder: string,
  modelRepository: string,
  ports: readonly number[],
): Place {
  const port: Place['port'] = (service, speaks) => {
    const index = PORTS.indexOf(`${service} ${speaks}`);
    return ports[index] ?? 0;
  };
  return {
    host: '127.0.0.1',
    port,
    neighbour: (service, speaks) => `127.0.0.1:${port(service, speaks)}`,
    gateway: '127.0.0.1',
    folder: (service, kind) => (kind === 'models' ? modelRepository : join(folder, service, kind)),
  };
}
