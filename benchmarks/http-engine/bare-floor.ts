import { connect } from 'node:net';
import type { ClientRun } from './client.ts';
import { oneDigit } from './digit-requests.ts';

/**
 * The least that node:net can do: one buffer out, one read in, nothing stamped, parsed or checked.
 * Any read counts as a whole answer, which only a server with small answers allows.
 */
export async function bareFloor(port: number, connections: number): Promise<ClientRun> {
  const { path, body, jsonBytes } = oneDigit();
  const head = [
    `POST ${path} HTTP/1.1`,
    `host: 127.0.0.1:${port}`,
    `content-length: ${body.length}`,
    `inference-header-content-length: ${jsonBytes}`,
    '\r\n',
  ].join('\r\n');
  const request = Buffer.concat([Buffer.from(head), body]);
  let answers = 0;
  const sockets = Array.from({ length: connections }, () => {
    const socket = connect({
      host: '127.0.0.1',
      port,
      onread: {
        buffer: Buffer.alloc(65536),
        callback: () => {
          answers += 1;
          socket.write(request);
          return true;
        },
      },
    });
    socket.setNoDelay(true);
    socket.on('connect', () => socket.write(request));
    return socket;
  });
  return {
    answers: () => answers,
    stop: async () => {
      for (const socket of sockets) socket.destroy();
    },
  };
}
