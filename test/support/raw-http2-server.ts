import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { FrameDecoder, writeFrameHeader } from '../../src/load/engines/grpc/frame-codec.ts';
import { FLAG, FRAME } from '../../src/load/engines/grpc/http2-codes.ts';

const PREFACE_BYTES = 24;
const MAX_FRAME_BYTES = 2 ** 24 - 1;

export interface ReceivedFrame {
  readonly type: number;
  readonly flags: number;
  readonly streamId: number;
  readonly payload: Buffer;
}

/** The bytes of a frame. */
export function frame(
  type: number,
  flags = 0,
  streamId = 0,
  payload: Uint8Array = Buffer.alloc(0),
): Buffer {
  const bytes = Buffer.alloc(9 + payload.length);
  writeFrameHeader(bytes, 0, payload.length, type, flags, streamId);
  bytes.set(payload, 9);
  return bytes;
}

export function uint32(...values: number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length);
  values.forEach((value, index) => void bytes.writeUInt32BE(value, 4 * index));
  return bytes;
}

/** SETTINGS with these identifiers and values. */
export function settings(values: Readonly<Record<number, number>> = {}): Buffer {
  const entries = Object.entries(values).map(([id, value]) => {
    const bytes = Buffer.alloc(6);
    bytes.writeUInt16BE(Number(id), 0);
    bytes.writeUInt32BE(value, 2);
    return bytes;
  });
  return frame(FRAME.settings, 0, 0, Buffer.concat(entries));
}

/** :status 200, content-type application/grpc: both literal, the tables stay as they are. */
export const ANSWER_HEADERS = Buffer.concat([
  Buffer.of(0x88),
  Buffer.from('0f10106170706c69636174696f6e2f67727063', 'hex'),
]);

/** A literal header that leaves the tables alone. */
export function literal(name: string, value: string): Buffer {
  const text = (s: string) => {
    const bytes = Buffer.from(s, 'latin1');
    const rest = bytes.length - 127;
    const length = rest < 0 ? [bytes.length] : [127, (rest & 127) | 128, rest >>> 7];
    return Buffer.concat([Buffer.from(length), bytes]);
  };
  return Buffer.concat([Buffer.of(0), text(name), text(value)]);
}

export function grpcMessage(message: Uint8Array, flag = 0): Buffer {
  return Buffer.concat([Buffer.of(flag), uint32(message.length), message]);
}

/** HEADERS, DATA and trailers of a good answer. */
export function goodAnswer(streamId: number, message: Uint8Array): Buffer {
  const bytes = grpcMessage(message);
  const data: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += 16_384) {
    data.push(frame(FRAME.data, 0, streamId, bytes.subarray(at, at + 16_384)));
  }
  return Buffer.concat([
    frame(FRAME.headers, FLAG.endHeaders, streamId, ANSWER_HEADERS),
    ...data,
    trailers(streamId),
  ]);
}

export function trailers(streamId: number, status = 0): Buffer {
  const flags = FLAG.endHeaders | FLAG.endStream;
  return frame(FRAME.headers, flags, streamId, literal('grpc-status', String(status)));
}

/** One client's connection, seen from a server that does only what a test tells it. */
export class RawConnection {
  readonly socket: Socket;
  readonly frames: ReceivedFrame[] = [];
  #prefaceLeft = PREFACE_BYTES;
  #changed: () => void = () => {};
  isEnded = false;

  constructor(socket: Socket) {
    this.socket = socket;
    const decoder = new FrameDecoder(MAX_FRAME_BYTES);
    const sink = {
      frame: (type: number, flags: number, streamId: number, b: Buffer, s: number, e: number) => {
        this.frames.push({ type, flags, streamId, payload: Buffer.from(b.subarray(s, e)) });
      },
    };
    socket.on('error', () => {});
    socket.on('data', (chunk: Buffer) => {
      const skipped = Math.min(this.#prefaceLeft, chunk.length);
      this.#prefaceLeft -= skipped;
      const rest = chunk.subarray(skipped);
      decoder.push(rest, rest.length, sink);
      this.#changed();
    });
    socket.on('close', () => {
      this.isEnded = true;
      this.#changed();
    });
  }

  write(...parts: readonly Uint8Array[]): void {
    this.socket.write(Buffer.concat(parts));
  }

  /** Waits for the n-th frame that matches (0 is the first); fails when the client leaves first. */
  async received(matches: (frame: ReceivedFrame) => boolean, index = 0): Promise<ReceivedFrame> {
    for (;;) {
      const found = this.frames.filter(matches)[index];
      if (found !== undefined) return found;
      if (this.isEnded) throw new Error('the client closed the connection first');
      await new Promise<void>((resolve) => {
        this.#changed = resolve;
      });
    }
  }

  /** Waits for the end of the n-th request; returns its stream id. */
  async request(index = 0): Promise<number> {
    const isEnd = ({ type, flags }: ReceivedFrame) =>
      type === FRAME.data && (flags & FLAG.endStream) !== 0;
    return (await this.received(isEnd, index)).streamId;
  }

  /** Waits for our GOAWAY: its error code, and the reason given. */
  async goAway(): Promise<{ readonly errorCode: number; readonly reason: string }> {
    const { payload } = await this.received(({ type }) => type === FRAME.goAway);
    return { errorCode: payload.readUInt32BE(4), reason: payload.toString('utf8', 8) };
  }

  /** Waits until the client has closed the connection. */
  async ended(): Promise<void> {
    if (!this.isEnded) await once(this.socket, 'close');
  }
}

export interface RawServer extends AsyncDisposable {
  readonly port: number;
  readonly connections: readonly RawConnection[];
  /** Waits for the n-th connection. */
  connection(index?: number): Promise<RawConnection>;
}

/** Accepts connections, says `greeting` on each, and leaves the rest to the test. */
export async function startRawServer(greeting: Buffer = settings()): Promise<RawServer> {
  const connections: RawConnection[] = [];
  let accepted: () => void = () => {};
  const server = createServer((socket) => {
    socket.setNoDelay(true);
    connections.push(new RawConnection(socket));
    if (greeting.length > 0) socket.write(greeting);
    accepted();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as { port: number }).port,
    connections,
    async connection(index = 0) {
      for (;;) {
        const found = connections[index];
        if (found !== undefined) return found;
        await new Promise<void>((resolve) => {
          accepted = resolve;
        });
      }
    },
    async [Symbol.asyncDispose]() {
      for (const { socket } of connections) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
