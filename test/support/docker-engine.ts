import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { takeDockerTurn } from './docker-turn.ts';
import { realHome } from './real-home.ts';

const READY_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 30_000;
const MAX_OUTPUT_BYTES = 16 * 1024 * 1024;
const LOG_CHARS = 4000;

export interface DockerEngine extends AsyncDisposable {
  readonly socketPath: string;
  /** What a driver takes for this engine. */
  readonly env: { readonly DOCKER_HOST: string };
  /** Runs the `docker` command; its output, trimmed. */
  docker(...args: readonly string[]): string;
  /** Everything that it has, by id and name; equal before and after where nothing was left behind. */
  lists(): readonly string[];
}

/** Images made of what is installed here; see scripts/real-servers/install-docker.sh. */
export const IMAGES = {
  triton: 'bench-test/triton:1',
  prometheus: 'bench-test/prometheus:1',
  /** Answers on port 3000, and tells what is in the files that it is asked for. */
  grafana: 'bench-test/grafana:1',
} as const;
const PATH = 'PATH=/opt/site/pytriton/tritonserver/bin:/opt/python/bin:/usr/bin:/bin';
const LIBRARIES = 'LD_LIBRARY_PATH=/opt/site/nvidia_pytriton.libs:/opt/python/lib';
const FILE_SERVER = [
  'python3',
  '-c',
  `import http.server, os
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        health = self.path == "/api/health"
        body = b'{"database":"ok"}' if health else open(self.path, "rb").read()
        self.send_response(200)
        self.end_headers()
        self.wfile.write(body)
http.server.HTTPServer(("0.0.0.0", 3000), Handler).serve_forever()`,
];

/**
 * A real Docker engine of this test alone: its own socket, folders and network addresses, without the
 * usual bridge. One at a time. It ends when it is disposed of, and with this process at the latest.
 * @throws when it is not installed (never a skip), or not ready in time; with its last words
 */
export async function startDockerEngine(): Promise<DockerEngine> {
  const endTurn = await takeDockerTurn();
  // A short path: a socket's has at most 107 bytes.
  const folder = mkdtempSync(join(tmpdir(), 'bench-docker-'));
  const socketPath = join(folder, 'docker.sock');
  const log = join(folder, 'log');
  const asRoot = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  const command = [
    ...[...asRoot, 'setpriv', '--pdeathsig', 'TERM', 'dockerd'],
    ...['--host', `unix://${socketPath}`, '--group', String(process.getgid?.() ?? 0)],
    ...['--data-root', join(folder, 'data'), '--exec-root', join(folder, 'exec')],
    ...['--pidfile', join(folder, 'pid'), '--bridge', 'none'],
  ];
  const server = spawn(command[0] ?? '', command.slice(1), {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin:/sbin` },
  });
  server.stderr.pipe(createWriteStream(log));
  const env = { DOCKER_HOST: `unix://${socketPath}` };
  const docker = (...args: readonly string[]) =>
    execFileSync('docker', args, {
      env: { ...process.env, ...env },
      encoding: 'utf8',
      maxBuffer: MAX_OUTPUT_BYTES,
      stdio: ['ignore', 'pipe', 'pipe'],
    }).trim();
  const dispose = async () => {
    if (server.exitCode === null) removeNetworks(docker);
    await stop(server, join(folder, 'pid'), asRoot);
    const [program = '', ...args] = [...asRoot, 'rm', '-rf', folder];
    execFileSync(program, args);
    endTurn();
  };
  try {
    await untilReady(server, docker);
  } catch (cause) {
    const words = existsSync(log) ? readFileSync(log, 'utf8').slice(-LOG_CHARS) : '';
    await dispose();
    throw new Error(`the Docker engine did not become ready; it said:\n${words}`, { cause });
  }
  return {
    socketPath,
    env,
    docker,
    lists: () => [
      ...docker('ps', '-a', '--format', '{{.ID}} {{.Names}} {{.State}}').split('\n'),
      ...docker('network', 'ls', '--format', '{{.ID}} {{.Name}}').split('\n'),
      ...docker('volume', 'ls', '--format', '{{.Name}}').split('\n'),
    ],
    [Symbol.asyncDispose]: dispose,
  };
}

/** Puts the images of `IMAGES` into an engine. */
export function importImages({ docker }: DockerEngine): void {
  const rootfs = join(realHome, 'docker', 'rootfs.tar');
  if (!existsSync(rootfs)) {
    throw new Error(`no ${rootfs}: run scripts/real-servers/install.sh first`);
  }
  docker('import', '-c', `ENV ${PATH}`, '-c', `ENV ${LIBRARIES}`, rootfs, IMAGES.triton);
  // The same files with another program: a commit takes no time.
  const container = docker('create', IMAGES.triton, 'nothing');
  const entry = (words: readonly string[]) => `ENTRYPOINT ${JSON.stringify(words)}`;
  docker(
    'commit',
    '-c',
    entry(['/usr/bin/prometheus']),
    '-c',
    'CMD []',
    container,
    IMAGES.prometheus,
  );
  docker('commit', '-c', entry(FILE_SERVER), '-c', 'CMD []', container, IMAGES.grafana);
  docker('rm', container);
}

/** A bridge outlives its engine, and keeps its range of addresses from the next one. */
function removeNetworks(docker: DockerEngine['docker']): void {
  try {
    const containers = docker('ps', '-aq').split('\n').filter(Boolean);
    if (containers.length > 0) docker('rm', '-f', ...containers);
    docker('network', 'prune', '-f');
  } catch {
    // It never became ready, and has none.
  }
}

async function untilReady(
  server: ReturnType<typeof spawn>,
  docker: DockerEngine['docker'],
): Promise<void> {
  let cause: unknown = null;
  server.once('error', (error) => {
    cause = error;
  });
  const deadline = performance.now() + READY_TIMEOUT_MS;
  while (performance.now() < deadline) {
    if (server.exitCode !== null || cause) {
      throw new Error(`it ended with exit code ${server.exitCode}`, { cause });
    }
    try {
      docker('version');
      return;
    } catch {
      await sleep(200);
    }
  }
  throw new Error(`not ready within ${READY_TIMEOUT_MS / 1000} s`);
}

/** By its own process id: between it and us may stand sudo. */
async function stop(
  server: ReturnType<typeof spawn>,
  pidFile: string,
  asRoot: readonly string[],
): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = once(server, 'exit');
  const signal = (name: string) => {
    if (!existsSync(pidFile)) return void server.kill('SIGKILL');
    const pid = readFileSync(pidFile, 'utf8').trim();
    const [program = '', ...args] = [...asRoot, 'kill', `-${name}`, pid];
    execFileSync(program, args);
  };
  signal('TERM');
  const impatience = setTimeout(() => signal('KILL'), STOP_TIMEOUT_MS);
  await ended;
  clearTimeout(impatience);
}
