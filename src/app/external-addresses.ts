import type { ServerAddresses } from '../contract/measurements.ts';
import type { RunConfig } from '../contract/run-config.ts';

const TRITON_HTTP_PORT = '8000';

/**
 * What --url and its kin name. Triton's other ports are assumed only beside its own HTTP port, or beside an
 * address without a port: beside any other, 8001 and 8002 are likely another server's.
 */
export function externalAddresses(config: RunConfig): ServerAddresses | undefined {
  if (!config.url && !config.grpcUrl) return undefined;
  const http = config.url?.replace(/\/+$/, '');
  const known = http !== undefined && isTritonsPort(http) ? http : undefined;
  return {
    http,
    grpc: config.grpcUrl ?? (known && grpcBeside(known)),
    metrics: config.metricsUrl ?? (known && `http://${besidePort(known, 8002)}/metrics`),
  };
}

function isTritonsPort(url: string): boolean {
  const { port } = new URL(url);
  return port === '' || port === TRITON_HTTP_PORT;
}

/** As secure as the address it stands beside. */
function grpcBeside(http: string): string {
  const scheme = http.startsWith('https:') ? 'grpcs://' : '';
  return scheme + besidePort(http, 8001);
}

function besidePort(url: string, port: number): string {
  return `${new URL(url).hostname}:${port}`;
}
