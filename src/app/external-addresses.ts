import type { ServerAddresses } from '../contract/measurements.ts';
import type { RunConfig } from '../contract/run-config.ts';

/** What --url and its kin name; Triton's ports are assumed beside the one that was given. */
export function externalAddresses(config: RunConfig): ServerAddresses | undefined {
  if (!config.url && !config.grpcUrl) return undefined;
  const http = config.url?.replace(/\/+$/, '');
  return {
    http,
    grpc: config.grpcUrl ?? (http && grpcBeside(http)),
    metrics: config.metricsUrl ?? (http && `http://${besidePort(http, 8002)}/metrics`),
  };
}

/** As secure as the address it stands beside. */
function grpcBeside(http: string): string {
  const scheme = http.startsWith('https:') ? 'grpcs://' : '';
  return scheme + besidePort(http, 8001);
}

function besidePort(url: string, port: number): string {
  return `${new URL(url).hostname}:${port}`;
}
