import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface TappedServer extends AsyncDisposable {
  /** 127.0.0.1:port */
  readonly address: string;
  /** All that went to the server, and all that came back, connection after connection. */
  sent(): string;
  received(): string;
}

/** Passes every byte on to `to` (host:port), whatever it means, and keeps a copy as latin1. */
export async function tapServer(to: string): Promise<TappedServer> {
  const [host = '', port = ''] = to.split(':');
  const tapes: { readonly sent: Buffer[]; readonly received: Buffer[] }[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const onward = connect(Number(port), host);
    const tape = { sent: [] as Buffer[], received: [] as Buffer[] };
    tapes.push(tape);
    client.on('data', (piece: Buffer) => tape.sent.push(piece));
    onward.on('data', (piece: Buffer) => tape.received.push(piece));
    client.pipe(onward).pipe(client);
    for (const socket of [client, onward]) {
      sockets.add(socket);
      socket.on('error', () => {
        client.destroy();
        onward.destroy();
      });
    }
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const text = (direction: 'sent' | 'received') =>
    tapes.map((tape) => Buffer.concat(tape[direction]).toString('latin1')).join('\n');
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    sent: () => text('sent'),
    received: () => text('received'),
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await once(server.close(), 'close');
    },
  };
}
