import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts } from '../../test/support/free-ports.ts';

/** What a server of the digits model says to a JSON request. */
export const ANSWER = JSON.stringify({
  model_name: 'mnist_mlp',
  model_version: '1',
  outputs: [
    {
      name: 'logits',
      datatype: 'FP32',
      shape: [1, 10],
      data: [-3.1, 0.52, 7.25, 1.125, -2.75, 0.0625, -1.5, 2.25, -0.875, 0.3125],
    },
  ],
});

/** nginx with one worker that answers every request at once: the server costs as little as it can. */
export class Target implements Disposable {
  readonly port: number;
  readonly folder: string;
  readonly #nginx: ChildProcess;

  private constructor(port: number, folder: string, nginx: ChildProcess) {
    this.port = port;
    this.folder = folder;
    this.#nginx = nginx;
  }

  static async start(): Promise<Target> {
    const [port = 0] = await freePorts(1);
    const folder = mkdtempSync(join(tmpdir(), 'http-benchmark-'));
    const file = join(folder, 'nginx.conf');
    writeFileSync(file, config(port, folder));
    const nginx = spawn('nginx', ['-c', file, '-e', join(folder, 'error.log')], {
      stdio: 'inherit',
    });
    const target = new Target(port, folder, nginx);
    while (!(await accepts(port))) await new Promise((resolve) => setTimeout(resolve, 20));
    return target;
  }

  [Symbol.dispose](): void {
    this.#nginx.kill('SIGTERM');
    rmSync(this.folder, { recursive: true, force: true });
  }
}

async function accepts(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

function config(port: number, folder: string): string {
  return `daemon off;
master_process off;
pid ${folder}/nginx.pid;
events { worker_connections 1024; }
http {
  access_log off;
  client_body_temp_path ${folder}; proxy_temp_path ${folder}; fastcgi_temp_path ${folder};
  uwsgi_temp_path ${folder}; scgi_temp_path ${folder};
  keepalive_requests 1000000000;
  server {
    listen 127.0.0.1:${port};
    default_type application/json;
    location / { return 200 '${ANSWER}'; }
  }
}
`;
}
