import { setTimeout as pause } from 'node:timers/promises';
import { BenchError } from '../../../contract/bench-error.ts';
import type { ServerAddresses } from '../../../contract/measurements.ts';
import { takenPorts } from '../../taken-ports.ts';

const POLL_MS = 100;
/** What was ended just now lets go of its port within this. */
const LIMIT_MS = 10_000;
const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]', '0.0.0.0'];

/**
 * Waits until nobody listens where a server is to listen: else another one would be measured in its place.
 * @param addresses those that were given; ones on other machines cannot be looked at
 * @throws BenchError 'stack-not-started' that names the port, 'interrupted'
 */
export async function awaitFreePorts(
  { http, grpc }: Pick<ServerAddresses, 'http' | 'grpc'>,
  signal: AbortSignal,
): Promise<void> {
  const ports = [http, grpc].flatMap((address) => localPort(address));
  const limit = AbortSignal.any([signal, AbortSignal.timeout(LIMIT_MS)]);
  for (;;) {
    const [port] = await takenPorts(ports);
    if (port === undefined) return;
    if (signal.aborted) {
      const message = `interrupted while waiting for port ${port}`;
      throw new BenchError('interrupted', message, { hint: 'run it again' });
    }
    if (limit.aborted) {
      throw new BenchError('stack-not-started', `port ${port} is taken already`, {
        hint: 'end what listens there, or let the command listen elsewhere and name it with --a-url, --b-url',
      });
    }
    await pause(POLL_MS);
  }
}

function localPort(address: string | undefined): number[] {
  if (address === undefined) return [];
  const url = new URL(address.includes('://') ? address : `http://${address}`);
  if (!LOOPBACK.includes(url.hostname)) return [];
  const usual = url.protocol.endsWith('s:') ? 443 : 80;
  return [url.port === '' ? usual : Number(url.port)];
}
