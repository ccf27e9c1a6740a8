import type { Server as HttpServer } from 'node:http';
import type { Server as GrpcServer } from '@grpc/grpc-js';
import { BenchError } from '../../contract/bench-error.ts';
import { readRepository } from '../model-repository/read-repository.ts';
import type { ServerClock } from './clock.ts';
import { createGrpcServer } from './grpc/grpc-server.ts';
import { HostLoadGauge } from './host-load.ts';
import { createHttpServer } from './http/http-server.ts';
import { createMetricsServer } from './http/metrics-server.ts';
import { listenGrpc, listenHttp } from './listen.ts';
import { loadModels } from './load-models.ts';
import type { ModelRegistry } from './model-registry.ts';
import type { ServerOptions, ServerPorts } from './server-messages.ts';

/** The server while it serves. */
export interface EmbeddedServer {
  readonly ports: ServerPorts;
  /** Takes no more requests, answers those that it has, and ends. */
  close(): Promise<void>;
}

/** How long requests that are being served may take when the server ends. */
const CLOSE_LIMIT_MS = 2000;

/**
 * Loads the models and opens the ports, in this order: as with Triton, nothing answers before all is
 * loaded. Rejects with a BenchError when no model can be served or a port is taken.
 */
export async function startEmbeddedServer(
  { modelRepository, ports }: ServerOptions,
  clock: ServerClock,
  log: (line: string) => void,
): Promise<EmbeddedServer> {
  const registry = await loadModels(await readRepository(modelRepository), clock);
  for (const line of loadReport(registry)) log(line);
  if (registry.all().length === 0) throw nothingToServe(modelRepository, registry);
  const http = createHttpServer(registry, clock);
  const metrics = createMetricsServer(registry, new HostLoadGauge(clock.nowNs));
  const grpc = createGrpcServer(registry, clock);
  const bound = {
    http: await listenHttp(http, ports.http),
    grpc: await listenGrpc(grpc, ports.grpc),
    metrics: await listenHttp(metrics, ports.metrics),
  };
  return { ports: bound, close: () => closeAll([http, metrics], grpc, registry) };
}

function loadReport(registry: ModelRegistry): string[] {
  return registry.index(false).map(({ name, version, state, reason }) => {
    const model = registry.all().find((one) => one.name === name && one.version === version);
    const how = model ? `loaded in ${model.loadSeconds.toFixed(2)} s` : (reason ?? '');
    return `${name} ${version ?? ''} ${state}: ${how}`;
  });
}

function nothingToServe(modelRepository: string, registry: ModelRegistry): BenchError {
  const reasons = registry.index(false).map(({ name, reason }) => `${name}: ${reason ?? ''}`);
  const message = `no model of ${modelRepository} can be served here\n${reasons.join('\n')}`;
  return new BenchError('config-invalid', message, {
    hint: 'name a repository with an ONNX model, or a running Triton',
  });
}

async function closeAll(
  servers: readonly HttpServer[],
  grpc: GrpcServer,
  registry: ModelRegistry,
): Promise<void> {
  const ended = servers.map((server) => new Promise<void>((done) => server.close(() => done())));
  const grpcEnded = new Promise<void>((done) => grpc.tryShutdown(() => done()));
  const limit = new Promise<void>((done) => setTimeout(done, CLOSE_LIMIT_MS).unref());
  for (const server of servers) server.closeIdleConnections();
  await Promise.race([Promise.all([...ended, grpcEnded]), limit]);
  for (const server of servers) server.closeAllConnections();
  grpc.forceShutdown();
  for (const model of registry.all()) await model.release();
}
