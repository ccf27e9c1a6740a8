import { parseGrpcAddress } from '../clients/grpc-address.ts';
import { BenchError } from '../contract/bench-error.ts';
import type { ServerAccess, ServerAddresses } from '../contract/measurements.ts';
import type { EngineTarget } from './engines/engine.ts';

/** Where and with what headers the load goes. */
export interface LoadTarget {
  readonly target: EngineTarget;
  /** What stands before every path: '' or '/prefix'. */
  readonly basePath: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** The address for the protocol; raises a BenchError 'config-invalid' when there is none. */
export function loadTargetOf(
  addresses: ServerAddresses,
  protocol: 'http' | 'grpc',
  { headers, ca, insecure }: ServerAccess,
): LoadTarget {
  const found = protocol === 'http' ? httpTarget(addresses.http) : grpcTarget(addresses.grpc);
  return {
    ...found,
    target: { ...found.target, ...(ca !== undefined && { ca }), ...(insecure && { insecure }) },
    headers: { ...found.headers, ...headers },
  };
}

function httpTarget(address: string | undefined): LoadTarget {
  const url = address !== undefined && URL.canParse(address) ? new URL(address) : undefined;
  if (!url) throw noAddress('http', address, '--url http://host:8000');
  const tls = url.protocol === 'https:';
  const standardPort = tls ? 443 : 80;
  return {
    target: {
      host: url.hostname.replace(/^\[|\]$/g, ''),
      port: url.port === '' ? standardPort : Number(url.port),
      tls,
    },
    basePath: url.pathname.replace(/\/+$/, ''),
    headers: credentialsOf(url),
  };
}

function credentialsOf({ username, password }: URL): Record<string, string> {
  if (username === '' && password === '') return {};
  const plain = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { authorization: `Basic ${Buffer.from(plain).toString('base64')}` };
}

function grpcTarget(address: string | undefined): LoadTarget {
  const target = address === undefined ? undefined : parseGrpcAddress(address);
  if (!target) throw noAddress('grpc', address, '--grpc-url host:8001');
  return { target, basePath: '', headers: {} };
}

function noAddress(protocol: string, address: string | undefined, example: string): BenchError {
  const message =
    address === undefined
      ? `--protocol ${protocol} needs an address for it, and none is known`
      : `"${address}" is no address for --protocol ${protocol}`;
  return new BenchError('config-invalid', message, { hint: `give one, such as ${example}` });
}
