import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import type Docker from 'dockerode';

const LISTENING = '0A';
const HEX = 16;

/** Who has a TCP port of this machine: a container, or a process; null where nobody can tell. */
export async function portHolder(docker: Docker, port: number): Promise<string | null> {
  const containers = await docker.listContainers().catch(() => []);
  const container = containers.find(({ Ports }) =>
    Ports.some(({ PublicPort }) => PublicPort === port),
  );
  if (container) {
    return `the container ${(container.Names[0] ?? container.Id).replace(/^\//, '')}`;
  }
  return processOn(port);
}

/** From Linux' tables; other users' processes only show to root. */
function processOn(port: number): string | null {
  const sockets = new Set(
    ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((table) => listeningSockets(table, port)),
  );
  if (sockets.size === 0) return null;
  const pids = orNothing(() => readdirSync('/proc')).filter((name) => /^\d+$/.test(name));
  const pid = pids.find((id) => hasSocket(id, sockets));
  if (pid === undefined) return null;
  const [name = '?'] = orNothing(() => [readFileSync(`/proc/${pid}/comm`, 'utf8').trim()]);
  return `the process ${pid} (${name})`;
}

/** Inodes of the sockets that listen on a port; see proc(5), /proc/net/tcp. */
function listeningSockets(table: string, port: number): string[] {
  const rows = orNothing(() => readFileSync(table, 'utf8').split('\n').slice(1));
  return rows
    .map((row) => row.trim().split(/\s+/))
    .filter(([, local = '', , state]) => {
      const hexPort = local.slice(local.lastIndexOf(':') + 1);
      return state === LISTENING && Number.parseInt(hexPort, HEX) === port;
    })
    .map((fields) => `socket:[${fields[9]}]`);
}

function hasSocket(pid: string, sockets: ReadonlySet<string>): boolean {
  const descriptors = orNothing(() => readdirSync(`/proc/${pid}/fd`));
  return descriptors.some((fd) => {
    const [target = ''] = orNothing(() => [readlinkSync(`/proc/${pid}/fd/${fd}`)]);
    return sockets.has(target);
  });
}

/** Processes come and go while they are looked at. */
function orNothing(read: () => string[]): string[] {
  try {
    return read();
  } catch {
    return [];
  }
}
