import { httpAdmin, type KserveAdmin } from '../clients/kserve-admin.ts';
import { BenchError } from '../contract/bench-error.ts';
import type { ServerAccess, ServerAddresses } from '../contract/measurements.ts';

/**
 * The control-plane calls of a server by the address that was given, over HTTP where there are two.
 * @throws BenchError 'config-invalid' where there is none
 */
export async function adminOf(
  { http, grpc }: ServerAddresses,
  options: ServerAccess & { readonly timeoutMs: number },
): Promise<KserveAdmin> {
  if (http !== undefined) return httpAdmin(http, options);
  if (grpc === undefined) {
    throw new BenchError('config-invalid', 'no address of a running server is given', {
      hint: 'give --url or --grpc-url',
    });
  }
  const { grpcAdmin } = await import('../clients/kserve-grpc-admin.ts');
  return grpcAdmin(grpc, options);
}
