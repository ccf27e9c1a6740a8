import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePorts } from './free-ports.ts';
import { httpExchange } from './http-exchange.ts';

const READY_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 20_000;
const LOG_CHARS = 4000;

export interface RealPrometheus extends AsyncDisposable {
  readonly url: string;
}

/** A server that speaks Prometheus' API; each names its files and its port in its own way. */
const PROGRAMS = {
  prometheus: (config: string, data: string, address: string) => [
    `--config.file=${config}`,
    `--storage.tsdb.path=${data}`,
    `--web.listen-address=${address}`,
  ],
  'victoria-metrics': (config: string, data: string, address: string) => [
    `-promscrape.config=${config}`,
    `-storageDataPath=${data}`,
    `-httpListenAddr=${address}`,
    '-promscrape.config.strictParse=false',
  ],
} as const;

/**
 * Debian's own prometheus (or victoria-metrics) with that configuration, on a free port of 127.0.0.1 and
 * with its data in a folder of its own; ready when this returns. It ends when it is disposed of, and with
 * this process.
 * @throws when it is not installed (never a skip), or not ready in time; with its last words
 */
export async function startRealPrometheus(
  config: string,
  program: keyof typeof PROGRAMS = 'prometheus',
): Promise<RealPrometheus> {
  const folder = mkdtempSync(join(tmpdir(), 'inferbench-prometheus-'));
  const file = join(folder, 'prometheus.yml');
  writeFileSync(file, config);
  const [port = 0] = await freePorts(1);
  const args = PROGRAMS[program](file, join(folder, 'data'), `127.0.0.1:${port}`);
  const server = spawn('setpriv', ['--pdeathsig', 'TERM', program, ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let log = '';
  server.stderr.on('data', (chunk: Buffer) => {
    log = (log + chunk.toString('utf8')).slice(-LOG_CHARS);
  });
  const url = `http://127.0.0.1:${port}`;
  const dispose = async () => {
    await stop(server);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await untilReady(server, `${url}/-/ready`);
  } catch (cause) {
    await dispose();
    throw new Error(`the real ${program} did not become ready; it said:\n${log}`, { cause });
  }
  return { url, [Symbol.asyncDispose]: dispose };
}

async function untilReady(server: ChildProcess, url: string): Promise<void> {
  const deadline = performance.now() + READY_TIMEOUT_MS;
  while (performance.now() < deadline) {
    if (server.exitCode !== null) throw new Error(`it ended with exit code ${server.exitCode}`);
    const status = await httpExchange(url).then(
      (answer) => answer.status,
      () => 0,
    );
    if (status === 200) return;
    await sleep(100);
  }
  throw new Error(`not ready within ${READY_TIMEOUT_MS / 1000} s`);
}

async function stop(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = once(server, 'exit');
  server.kill('SIGTERM');
  const impatience = setTimeout(() => server.kill('SIGKILL'), STOP_TIMEOUT_MS);
  await ended;
  clearTimeout(impatience);
}
