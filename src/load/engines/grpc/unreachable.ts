import { BenchError } from '../../../contract/bench-error.ts';
import { OUTCOMES, type Outcome } from '../../../contract/outcome.ts';
import type { EngineTarget } from '../engine.ts';
import type { ConnectionFailure } from './connection-events.ts';
import { authority } from './request-headers.ts';

const HINTS: Partial<Record<Outcome, string>> = {
  refused:
    'nothing listens there: is the server running, and is this its gRPC port (Triton: 8001)?',
  dns: 'the name is not known here: is it spelled right?',
  'connect-timeout':
    'is the address right, is this a gRPC port, and does a firewall stand between?',
  tls: "trust the server's certificate with --ca file.pem, or do not check it with --insecure; a server without TLS wants grpc://",
};

/** Not one connection could be opened; `failure` is that of the last attempt. */
export function unreachable(target: EngineTarget, failure: ConnectionFailure): BenchError {
  const { outcome, detail } = failure;
  const scheme = target.tls ? 'grpcs' : 'grpc';
  const address = `${scheme}://${authority(target.host, target.port)}`;
  return new BenchError('server-unreachable', `cannot connect to ${address}: ${detail}`, {
    hint: spokenHint(detail) ?? HINTS[OUTCOMES[outcome] ?? 'other'] ?? 'is this a gRPC port?',
  });
}

/** Where the server did speak, only not gRPC. */
function spokenHint(detail: string): string | undefined {
  if (detail.includes('answered HTTP/1')) {
    return 'this is an HTTP port; give the gRPC one (Triton: 8001), or use --protocol http';
  }
  if (detail.includes('answered TLS')) return 'this port speaks TLS: write grpcs:// before it';
  return undefined;
}
