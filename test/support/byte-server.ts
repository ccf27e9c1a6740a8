import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';

/** A request as it arrived, byte for byte. */
export interface ArrivedRequest {
  readonly head: string;
  readonly body: Buffer;
  /** 1 for the first request of this server. */
  readonly number: number;
}

export type Answerer = (socket: Socket, request: ArrivedRequest) => void;

/** Answers with any bytes at all, and counts what arrives: for servers that break the protocol. */
export class ByteServer implements AsyncDisposable {
  requests = 0;
  connections = 0;
  /** Said to every new connection before it has asked anything. */
  greeting = '';
  /** Connected now. */
  readonly sockets = new Set<Socket>();
  readonly #server: Server;
  readonly #answer: Answerer;
  #accepts = Number.POSITIVE_INFINITY;

  private constructor(answer: Answerer, tls: TlsOptions | undefined) {
    this.#answer = answer;
    this.#server = tls
      ? createTlsServer(tls, (socket) => this.#serve(socket))
      : createServer({ noDelay: true }, (socket) => this.#serve(socket));
    this.#server.prependListener('connection', (socket) => {
      this.connections += 1;
      if (this.connections > this.#accepts) socket.destroy();
    });
    this.#server.on('tlsClientError', () => {});
  }

  static async listen(
    answer: Answerer,
    tls?: TlsOptions,
    host = '127.0.0.1',
    port = 0,
  ): Promise<ByteServer> {
    const server = new ByteServer(answer, tls);
    await once(server.#server.listen(port, host), 'listening');
    return server;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Keeps this many connections, and closes all others right after accepting them. */
  acceptOnly(connections: number): void {
    this.#accepts = connections;
    for (const socket of [...this.sockets].slice(connections)) socket.destroy();
  }

  /** Takes no new connections; those that are there go on. */
  stopListening(): void {
    this.#server.close();
  }

  /** Resolves when nobody is connected. */
  async allGone(): Promise<void> {
    for (const socket of [...this.sockets]) if (!socket.closed) await once(socket, 'close');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    if (this.#server.listening) await once(this.#server.close(), 'close');
  }

  #serve(socket: Socket): void {
    this.sockets.add(socket);
    if (this.greeting !== '') socket.write(this.greeting);
    let pending: Buffer = Buffer.alloc(0);
    socket.on('error', () => {});
    socket.on('close', () => this.sockets.delete(socket));
    socket.on('data', (piece) => {
      // A server that has closed its side does not look at what else arrives.
      if (socket.writableEnded) return;
      pending = Buffer.concat([pending, piece]);
      for (let next = cut(pending); next; next = cut(pending)) {
        pending = next.rest;
        this.requests += 1;
        this.#answer(socket, { head: next.head, body: next.body, number: this.requests });
      }
    });
  }
}

/** The first whole request of these bytes. */
function cut(bytes: Buffer): { head: string; body: Buffer; rest: Buffer } | undefined {
  const headEnd = bytes.indexOf('\r\n\r\n');
  if (headEnd < 0) return undefined;
  const head = bytes.toString('latin1', 0, headEnd);
  const length = Number(/^content-length: (\d+)$/im.exec(head)?.[1] ?? 0);
  const end = headEnd + 4 + length;
  if (bytes.length < end) return undefined;
  return { head, body: bytes.subarray(headEnd + 4, end), rest: bytes.subarray(end) };
}

/** A whole answer with this body. */
export function ok(body: string): string {
  return `HTTP/1.1 200 OK\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}
