import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePorts } from './free-ports.ts';
import { httpExchange } from './http-exchange.ts';

const READY_TIMEOUT_MS = 60_000;

export interface DockerRegistry extends AsyncDisposable {
  /** host:port, as an image's name begins. */
  readonly address: string;
}

/**
 * Debian's own docker-registry on a free port of 127.0.0.1, empty; ready when this returns. It ends when
 * it is disposed of, and with this process.
 * @throws when it is not installed (never a skip), or not ready in time
 */
export async function startDockerRegistry(): Promise<DockerRegistry> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-registry-'));
  const [port = 0] = await freePorts(1);
  const address = `127.0.0.1:${port}`;
  const config = {
    version: 0.1,
    storage: { filesystem: { rootdirectory: join(folder, 'data') } },
    http: { addr: address },
  };
  // JSON is YAML too.
  writeFileSync(join(folder, 'config.yml'), JSON.stringify(config));
  const words = ['--pdeathsig', 'TERM', 'docker-registry', 'serve', join(folder, 'config.yml')];
  const server = spawn('setpriv', words, { stdio: 'ignore' });
  const ended = once(server, 'exit');
  const dispose = async () => {
    server.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  const deadline = performance.now() + READY_TIMEOUT_MS;
  while (performance.now() < deadline && server.exitCode === null) {
    const status = await httpExchange(`http://${address}/v2/`).then(
      (answer) => answer.status,
      () => 0,
    );
    if (status === 200) return { address, [Symbol.asyncDispose]: dispose };
    await sleep(100);
  }
  await dispose();
  throw new Error(`the Docker registry did not become ready at ${address}`);
}
