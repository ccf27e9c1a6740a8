import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';

/** Below what systems give to outgoing connections: those of a load would be in a server's way. */
const LOWEST_PORT = 20_000;
const HIGHEST_PORT = 32_000;
const MOST_ATTEMPTS = 1000;

/**
 * Ports of 127.0.0.1 that nobody listens on at this moment, all different, chosen at random: a server
 * takes a while before it listens, and others may be choosing too.
 * @throws Error when there are none
 */
export async function freePorts(count: number): Promise<readonly number[]> {
  const held = new Map<number, Server>();
  try {
    for (let attempt = 0; held.size < count; attempt += 1) {
      if (attempt === MOST_ATTEMPTS) throw new Error('no free ports on 127.0.0.1');
      const port = randomInt(LOWEST_PORT, HIGHEST_PORT);
      const server = held.has(port) ? null : await hold(port);
      if (server) held.set(port, server);
    }
    return [...held.keys()];
  } finally {
    await Promise.all([...held.values()].map((server) => once(server.close(), 'close')));
  }
}

/** Null when somebody has it. */
async function hold(port: number): Promise<Server | null> {
  const server = createServer();
  try {
    await once(server.listen(port, '127.0.0.1'), 'listening');
    return server;
  } catch {
    return null;
  }
}
