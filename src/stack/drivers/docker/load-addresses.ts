import type { ContainerInspectInfo } from 'dockerode';
import type { ServerAddresses } from '../../../contract/measurements.ts';
import { lookAtUrl } from '../../probes/triton-looks.ts';
import type { Engine } from './connect-engine.ts';
import { type Addresses, directAddresses, publishedAddresses } from './container-addresses.ts';

/**
 * Where the load is to go: to the container's own address, for a published port may pass through a
 * proxy process that takes part in what is measured; to the published port, with a note, where that
 * address cannot be reached.
 */
export async function loadAddresses(
  engine: Engine,
  inspected: ContainerInspectInfo,
): Promise<{ addresses: ServerAddresses; note: string | null }> {
  const direct = directAddresses('triton', inspected);
  const isReached =
    engine.sharesItsNetwork &&
    direct.http !== undefined &&
    'found' in (await lookAtUrl(`${direct.http}/v2/health/ready`));
  if (isReached) return { addresses: serverAddresses(direct), note: null };
  const published = publishedAddresses('triton', inspected);
  const where = direct.http ?? 'the container';
  return {
    addresses: serverAddresses(published),
    note: `the load goes through the published port ${published.http}, whose proxy may take part in what is measured: ${where} cannot be reached from this machine`,
  };
}

function serverAddresses({ http, grpc, metrics }: Addresses): ServerAddresses {
  return { http, grpc, metrics };
}
