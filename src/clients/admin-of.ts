import { BenchError } from '../contract/bench-error.ts';
import type { ServerAddresses } from '../contract/measurements.ts';
import type { HttpOptions } from './http-text.ts';
import { httpAdmin, type KserveAdmin } from './kserve-admin.ts';

/**
 * The control-plane calls of a server by the address that is known, over HTTP where there are two. gRPC's
 * library is loaded only where it is asked.
 * @throws BenchError 'usage' where there is none
 */
export async function adminOf(
  { http, grpc }: ServerAddresses,
  options: HttpOptions,
): Promise<KserveAdmin> {
  if (http !== undefined) return httpAdmin(http, options);
  if (grpc !== undefined) {
    const { grpcAdmin } = await import('./kserve-grpc-admin.ts');
    return grpcAdmin(grpc, options);
  }
  throw new BenchError('usage', 'no address of a server is known', {
    hint: 'give --url or --grpc-url',
  });
}
