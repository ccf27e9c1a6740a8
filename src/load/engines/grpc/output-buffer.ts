import type { Socket } from 'node:net';
import type { EngineCounters } from '../engine.ts';
import type { ConnectionSetUp } from './connection-set-up.ts';

const CHUNK_BYTES = 64 * 1024;
const SMALL_CHUNK_BYTES = 4 * 1024;
const KEPT_CHUNKS = 256;
/** Chunks that wait for the socket before no new request and no more of a body is given to it. */
const FULL_CHUNKS = 4;

/** Bytes on their way to the socket; not written to again until the socket has let go of them. */
interface Chunk {
  readonly bytes: Buffer;
  used: number;
}

/**
 * The chunks of all connections of an engine; an idle connection holds none. Beyond a number in use at
 * once they are made as small as may be and not kept: ten thousand connections that each send one
 * request in the same turn must not take 64 KiB apiece.
 */
export class ChunkPool {
  readonly #spare: Chunk[] = [];
  #madeChunks = 0;

  take(neededBytes: number): Chunk {
    const spare = this.#spare.pop();
    if (spare !== undefined) return spare;
    if (this.#madeChunks === KEPT_CHUNKS) return newChunk(Math.max(neededBytes, SMALL_CHUNK_BYTES));
    this.#madeChunks += 1;
    return newChunk(CHUNK_BYTES);
  }

  give(chunk: Chunk): void {
    if (chunk.bytes.length < CHUNK_BYTES) return;
    chunk.used = 0;
    this.#spare.push(chunk);
  }
}

function newChunk(bytes: number): Chunk {
  return { bytes: Buffer.allocUnsafeSlow(bytes), used: 0 };
}

const NO_CHUNK: Chunk = { bytes: Buffer.alloc(0), used: 0 };

/**
 * Gathers the frames of one turn and hands them to the socket in one write. A frame is written with
 * `const at = output.reserve(size)` and then into `output.bytes` from `at` on.
 */
export class OutputBuffer {
  /** No frame may be larger. */
  static readonly maxReserveBytes = CHUNK_BYTES;

  /** Called just before bytes are handed to the socket. */
  readonly #beforeWrite: () => void;
  /** Called when the socket has taken what it was given, and is not full any more. */
  readonly #drained: () => void;
  readonly #pool: ChunkPool;
  readonly #counters: EngineCounters;
  readonly #socket: Socket;
  #chunk = NO_CHUNK;
  /** In the socket's hands, oldest first. */
  readonly #written: Chunk[] = [];
  #writtenBytes = 0;

  constructor(
    socket: Socket,
    setUp: Pick<ConnectionSetUp, 'chunks' | 'counters'>,
    beforeWrite: () => void,
    drained: () => void,
  ) {
    this.#socket = socket;
    this.#pool = setUp.chunks;
    this.#counters = setUp.counters;
    this.#beforeWrite = beforeWrite;
    this.#drained = drained;
  }

  get bytes(): Buffer {
    return this.#chunk.bytes;
  }
  get isFull(): boolean {
    return this.#written.length >= FULL_CHUNKS;
  }
  /** Handed to the socket and not yet taken by the kernel. */
  get backlogBytes(): number {
    return this.#writtenBytes;
  }

  reserve(size: number): number {
    if (this.#chunk.used + size > this.#chunk.bytes.length) {
      this.flush();
      this.#chunk = this.#pool.take(size);
    }
    const at = this.#chunk.used;
    this.#chunk.used += size;
    return at;
  }

  /** Drops the frames that were not flushed. Only for a connection that ends: HPACK would notice. */
  discard(): void {
    this.#chunk.used = 0;
  }

  flush(): void {
    const chunk = this.#chunk;
    if (chunk.used === 0) return;
    this.#beforeWrite();
    this.#chunk = NO_CHUNK;
    this.#written.push(chunk);
    this.#writtenBytes += chunk.used;
    this.#counters.bytesSent += chunk.used;
    this.#socket.write(chunk.bytes.subarray(0, chunk.used), this.#onWritten);
  }

  readonly #onWritten = (error?: Error | null): void => {
    const chunk = this.#written.shift();
    if (chunk === undefined) return;
    this.#writtenBytes -= chunk.used;
    this.#pool.give(chunk);
    if (error) return;
    if (this.#written.length === FULL_CHUNKS - 1) this.#drained();
  };
}
