import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { freePorts } from './free-ports.ts';
import { packageRoot } from './package-root.ts';
import { realHome } from './real-home.ts';

/** A server that answers every request with the request itself, and counts what reached it. */
export interface RealGrpcEcho extends AsyncDisposable {
  readonly port: number;
  /** Requests that its own code was handed. */
  served(): Promise<number>;
}

/** grpcio (Python, over the C core): arguments of grpcio_echo.py. */
export function startGrpcio(...options: string[]): Promise<RealGrpcEcho> {
  const script = `${packageRoot}test/real/servers/grpcio_echo.py`;
  return startTalking(installed('venv/bin/python'), [script, ...options]);
}

/** grpc-go: arguments of go-echo. */
export function startGrpcGo(...options: string[]): Promise<RealGrpcEcho> {
  return startTalking(installed('go-echo'), options);
}

function installed(name: string): string {
  const path = `${realHome}/${name}`;
  if (existsSync(path)) return path;
  throw new Error(`${path} is not there: run scripts/real-servers/install.sh first`);
}

/** A server that says "ready PORT" and answers each line with "served N". */
async function startTalking(command: string, options: readonly string[]): Promise<RealGrpcEcho> {
  const server = spawn(command, options, { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface(server.stdout)[Symbol.asyncIterator]();
  const numberAfter = async (word: string): Promise<number> => {
    const { value } = await lines.next();
    const [said, number] = String(value).split(' ');
    if (said !== word) throw new Error(`${command} said "${value}" instead of "${word} …"`);
    return Number(number);
  };
  return {
    port: await numberAfter('ready'),
    served() {
      server.stdin.write('\n');
      return numberAfter('served');
    },
    async [Symbol.asyncDispose]() {
      server.stdin.end();
      await ended(server);
    },
  };
}

/** nghttpd (nghttp2's own server), echoing uploads with the trailers of gRPC. */
export function startNghttpd(...options: string[]): Promise<RealGrpcEcho> {
  return nghttpd(['--no-tls', ...options], []);
}

/** The same over TLS, with a key and its certificate in files. */
export function startTlsNghttpd(keyFile: string, certFile: string): Promise<RealGrpcEcho> {
  return nghttpd([], [keyFile, certFile]);
}

async function nghttpd(
  options: readonly string[],
  identity: readonly string[],
): Promise<RealGrpcEcho> {
  const [port = 0] = await freePorts(1);
  const echo = ['--echo-upload', '--trailer', 'grpc-status: 0', '-v'];
  const words = ['-a', '127.0.0.1', ...echo, ...options, String(port), ...identity];
  const server = spawn('nghttpd', words, { stdio: ['ignore', 'pipe', 'inherit'] });
  let requests = 0;
  let tail = '';
  server.stdout.on('data', (chunk: Buffer) => {
    const text = tail + chunk.toString('latin1');
    requests += text.split(':path: ').length - 1;
    tail = text.slice(-(':path: '.length - 1));
  });
  while (!(await isListening(port))) {
    if (server.exitCode !== null) throw new Error(`nghttpd ended with ${server.exitCode}`);
  }
  return {
    port,
    served: async () => requests,
    async [Symbol.asyncDispose]() {
      server.kill();
      await ended(server);
    },
  };
}

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => setTimeout(resolve, 50, false));
  });
}

async function ended(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  await new Promise((resolve) => server.once('exit', resolve));
}
