import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import {
  type ChannelCredentials,
  type ClientOptions,
  credentials,
  loadPackageDefinition,
  Metadata,
  type ServiceClientConstructor,
  type ServiceError,
  status,
} from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import type { GrpcAddress } from './grpc-address.ts';
import { hostAndPort } from './host-and-port.ts';
import type { HttpOptions } from './http-text.ts';
import { isLoopback } from './loopback.ts';

const PROTOS = fileURLToPath(new URL('../../../protos', import.meta.url));
const DEFAULT_TIMEOUT_MS = 10_000;
const DEFAULT_MAX_BYTES = 16 * 1024 * 1024;

let loadedService: ServiceClientConstructor | undefined;

function inferenceService(): ServiceClientConstructor {
  loadedService ??= loadInferenceService();
  return loadedService;
}

function loadInferenceService(): ServiceClientConstructor {
  const definition = loadSync('grpc_service.proto', {
    includeDirs: [PROTOS],
    keepCase: true,
    longs: Number,
    enums: String,
    defaults: true,
    oneofs: true,
  });
  const { inference } = loadPackageDefinition(definition) as unknown as {
    inference: { GRPCInferenceService: ServiceClientConstructor };
  };
  return inference.GRPCInferenceService;
}

export type GrpcAnswer = Readonly<Record<string, unknown>>;

/**
 * One unary call of the inference service on a connection of its own, bounded in time and size; field
 * names as in the proto. Rejects with grpc-js' ServiceError: `code` and `details` are the server's.
 */
export function grpcUnary(
  address: GrpcAddress,
  options: HttpOptions,
  method: string,
  request: object,
): Promise<GrpcAnswer> {
  const { timeoutMs = DEFAULT_TIMEOUT_MS } = options;
  const client = new (inferenceService())(
    hostAndPort(address),
    credentialsFor(address, options),
    channelOptions(address, options),
  );
  const metadata = new Metadata();
  for (const [name, value] of Object.entries(options.headers ?? {})) metadata.set(name, value);
  const over = new AbortController();
  return new Promise<GrpcAnswer>((resolve, reject) => {
    const done = (error: ServiceError | null, answer?: GrpcAnswer) =>
      error ? reject(error) : resolve(answer ?? {});
    const call = client[method]?.(request, metadata, done);
    // A cancel instead of a deadline: a deadline would need the wall clock. And no AbortSignal.timeout:
    // grpc-js never ends a call whose server broke HTTP/2, and nothing else would keep the process here.
    const giveUp = () => {
      const details = `no answer within ${timeoutMs} ms`;
      reject(Object.assign(new Error(details), { code: status.DEADLINE_EXCEEDED, details }));
      call?.cancel();
    };
    pause(timeoutMs, undefined, { signal: over.signal }).then(giveUp, () => {});
  }).finally(() => {
    over.abort();
    client.close();
  });
}

function credentialsFor({ tls }: GrpcAddress, options: HttpOptions): ChannelCredentials {
  if (!tls) return credentials.createInsecure();
  const roots = options.ca === undefined ? null : Buffer.from(options.ca);
  const verify = options.insecure ? { rejectUnauthorized: false } : {};
  return credentials.createSsl(roots, null, null, verify);
}

function channelOptions({ host }: GrpcAddress, options: HttpOptions): ClientOptions {
  return {
    'grpc.use_local_subchannel_pool': 1,
    'grpc.enable_retries': 0,
    'grpc.max_receive_message_length': options.maxBytes ?? DEFAULT_MAX_BYTES,
    ...(isLoopback(host) && { 'grpc.enable_http_proxy': 0 }),
  };
}
