import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ServerAddresses } from '../../src/contract/measurements.ts';
import { freePorts } from './free-ports.ts';
import { httpExchange } from './http-exchange.ts';
import { packageRoot } from './package-root.ts';
import { realHome } from './real-home.ts';

const READY_TIMEOUT_MS = 120_000;
const STOP_TIMEOUT_MS = 20_000;
const LOG_CHARS = 4000;

const REPOSITORY = `${packageRoot}test/real/triton-repository`;

export interface TritonPorts {
  readonly http: number;
  readonly grpc: number;
  readonly metrics: number;
}

export interface RealTriton extends AsyncDisposable {
  readonly addresses: Required<{ [K in keyof ServerAddresses]: string }>;
  readonly processId: number;
}

/**
 * NVIDIA's own tritonserver with the python backend, on free ports of 127.0.0.1, ready when this
 * returns. `options` are tritonserver's own. It ends when it is disposed of, and with this process at the latest.
 * @throws when it is not installed (never a skip), or not ready in time; with its last words
 */
export async function startRealTriton(
  repository = REPOSITORY,
  ...options: readonly string[]
): Promise<RealTriton> {
  const [http = 0, grpc = 0, metrics = 0] = await freePorts(3);
  return startTritonAt({ http, grpc, metrics }, repository, ...options);
}

/** The same on given ports: for a server that comes back where it was. */
export async function startTritonAt(
  { http, grpc, metrics }: TritonPorts,
  repository = REPOSITORY,
  ...options: readonly string[]
): Promise<RealTriton> {
  if (!existsSync(`${realHome}/stamp`)) {
    throw new Error(`no real Triton in ${realHome}: run scripts/real-servers/install.sh first`);
  }
  const addresses = {
    http: `http://127.0.0.1:${http}`,
    grpc: `127.0.0.1:${grpc}`,
    metrics: `http://127.0.0.1:${metrics}/metrics`,
  };
  const server = spawn(
    `${packageRoot}scripts/real-servers/triton.sh`,
    [repository, String(http), String(grpc), String(metrics), ...options],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, INFERBENCH_REAL_HOME: realHome },
      // A group of its own, so that its helpers can be ended with it.
      detached: true,
    },
  );
  const log = keepTail(server);
  try {
    const whole = [`${addresses.http}/v2/health/ready`, addresses.metrics];
    await until(server, async () => (await Promise.all(whole.map(answersOk))).every(Boolean));
    await until(server, () => takesConnections(grpc));
  } catch (cause) {
    await stop(server);
    throw new Error(`the real Triton did not become ready; it said:\n${log()}`, { cause });
  }
  return {
    addresses,
    processId: server.pid ?? 0,
    [Symbol.asyncDispose]: () => stop(server),
  };
}

function keepTail(server: ChildProcess): () => string {
  let tail = '';
  const keep = (chunk: Buffer) => {
    tail = (tail + chunk.toString('utf8')).slice(-LOG_CHARS);
  };
  server.stdout?.on('data', keep);
  server.stderr?.on('data', keep);
  return () => tail;
}

/** Nothing listens until every model is loaded, and then its doors open one after the other. */
async function until(server: ChildProcess, isSo: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + READY_TIMEOUT_MS;
  while (performance.now() < deadline) {
    if (server.exitCode !== null) throw new Error(`it ended with exit code ${server.exitCode}`);
    if (await isSo()) return;
    await sleep(100);
  }
  throw new Error(`not ready within ${READY_TIMEOUT_MS / 1000} s`);
}

function answersOk(url: string): Promise<boolean> {
  return httpExchange(url).then(
    ({ status }) => status === 200,
    () => false,
  );
}

function takesConnections(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  return once(socket, 'connect').then(
    () => {
      socket.destroy();
      return true;
    },
    () => false,
  );
}

/** A helper that outlives its Triton keeps the pipes open, and with them this process. */
async function stop(server: ChildProcess): Promise<void> {
  if (server.exitCode === null && server.signalCode === null) {
    const ended = once(server, 'exit');
    server.kill('SIGTERM');
    const impatience = setTimeout(() => server.kill('SIGKILL'), STOP_TIMEOUT_MS);
    await ended;
    clearTimeout(impatience);
  }
  endGroup(server);
  server.stdout?.destroy();
  server.stderr?.destroy();
}

function endGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // All of it has ended by itself.
  }
}
