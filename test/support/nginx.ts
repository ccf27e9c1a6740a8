import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePorts } from './free-ports.ts';

const READY_TIMEOUT_MS = 30_000;

/** nginx on a port of 127.0.0.1, without a daemon and with all its files in a folder of its own. */
export class Nginx implements AsyncDisposable {
  readonly port: number;
  readonly folder: string;
  readonly #process: ChildProcess;

  private constructor(port: number, folder: string, process: ChildProcess) {
    this.port = port;
    this.folder = folder;
    this.#process = process;
  }

  /**
   * `server`: what stands in the server block besides `listen`; FOLDER in it is nginx's own folder, in
   * which `files` are written first. Every request is a line of the access log unless `logs` is false.
   */
  static async start(
    server: string,
    { logs = true, tls = false, files = {} as Readonly<Record<string, string>> } = {},
  ): Promise<Nginx> {
    const [port = 0] = await freePorts(1);
    const folder = mkdtempSync(join(tmpdir(), 'inferbench-nginx-'));
    chmodSync(folder, 0o755);
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    const file = join(folder, 'nginx.conf');
    const listen = `listen 127.0.0.1:${port}${tls ? ' ssl' : ''};`;
    writeFileSync(file, config(folder, logs, `${listen}\n${server}`.replaceAll('FOLDER', folder)));
    const child = spawn('nginx', ['-c', file, '-e', join(folder, 'error.log')], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const nginx = new Nginx(port, folder, child);
    const gone = once(child, 'exit').then(() => {
      throw new Error(`nginx ended at once: ${readFileSync(join(folder, 'error.log'), 'utf8')}`);
    });
    await Promise.race([untilAccepting(port), gone]);
    gone.catch(() => {});
    return nginx;
  }

  /** Lets nginx end what it is doing; then its log is complete: status and length of each request. */
  async stopAndReadLog(): Promise<string[]> {
    await this.#stop('SIGQUIT');
    const log = readFileSync(join(this.folder, 'access.log'), 'latin1');
    return log.split('\n').filter((line) => line !== '');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#stop('SIGTERM');
    rmSync(this.folder, { recursive: true, force: true });
  }

  async #stop(signal: NodeJS.Signals): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    this.#process.kill(signal);
    await once(this.#process, 'exit');
  }
}

async function untilAccepting(port: number): Promise<void> {
  for (let waitedMs = 0; waitedMs < READY_TIMEOUT_MS; waitedMs += 20) {
    const socket = connect(port, '127.0.0.1');
    try {
      await once(socket, 'connect');
      return;
    } catch {
      await sleep(20);
    } finally {
      socket.destroy();
    }
  }
  throw new Error(`nginx took no connection within ${READY_TIMEOUT_MS} ms`);
}

function config(folder: string, logs: boolean, server: string): string {
  const log = logs
    ? `log_format short '$status $request_length'; access_log ${folder}/access.log short;`
    : 'access_log off;';
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((name) => `${name}_temp_path ${folder}/${name};`)
    .join(' ');
  return `daemon off;
worker_processes 1;
pid ${folder}/nginx.pid;
events { worker_connections 1024; }
http {
  ${log}
  ${temporary}
  server {
    ${server}
  }
}
`;
}
