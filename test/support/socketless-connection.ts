import type { Socket } from 'node:net';
import { OUTCOME_CODE, OUTCOMES, type Outcome } from '../../src/contract/outcome.ts';
import type { Slot } from '../../src/load/engines/engine.ts';
import { Call } from '../../src/load/engines/grpc/call.ts';
import type { CallEvents } from '../../src/load/engines/grpc/connection-events.ts';
import { FrameDecoder } from '../../src/load/engines/grpc/frame-codec.ts';
import { FrameRouter, type RouterEvents } from '../../src/load/engines/grpc/frame-router.ts';
import { GRPC_LIMITS } from '../../src/load/engines/grpc/grpc-limits.ts';
import { ChunkPool, OutputBuffer } from '../../src/load/engines/grpc/output-buffer.ts';
import {
  type PreparedRequest,
  prepareRequests,
} from '../../src/load/engines/grpc/prepared-requests.ts';
import { Streams } from '../../src/load/engines/grpc/streams.ts';
import type { RequestSet } from '../../src/load/requests/request-set.ts';
import type { ReceivedFrame } from './raw-http2-server.ts';

const MAX_FRAME_BYTES = 2 ** 24 - 1;

/** All of a connection but its socket: bytes in, endings and frames out, nothing to wait for. */
export class SocketlessConnection implements CallEvents, RouterEvents {
  /** What became of each call, by the order of opening; undefined while it is open. */
  readonly endings: (Outcome | 'unprocessed' | undefined)[] = [];
  readonly frames: ReceivedFrame[] = [];
  readonly router: FrameRouter;
  readonly output: OutputBuffer;
  readonly #streams: Streams;
  readonly #decoder = new FrameDecoder(GRPC_LIMITS.maxFrameBytes);
  readonly #sent = new FrameDecoder(MAX_FRAME_BYTES);
  readonly #untaken: (() => void)[] = [];

  constructor() {
    const counters = { newConnections: 0, resent: 0, bytesSent: 0, bytesReceived: 0 };
    const setUp = {
      target: { host: '127.0.0.1', port: 1, tls: false },
      headers: [[':method', 'POST']] as const,
      check: { check: () => OUTCOME_CODE.ok },
      clock: { nowNs: () => 1, startTimer: () => ({ cancel() {} }), nextTurn() {} },
      limits: GRPC_LIMITS,
      counters,
      idPlace: undefined,
      chunks: new ChunkPool(),
      readBuffer: Buffer.alloc(0),
    };
    const socket = { write: (bytes: Buffer, taken: () => void) => this.#write(bytes, taken) };
    this.output = new OutputBuffer(
      socket as unknown as Socket,
      setUp,
      () => this.#streams.stamp(1),
      () => {},
    );
    this.#streams = new Streams(setUp, this.output, this);
    this.router = new FrameRouter(this.#streams, this.output, this);
  }

  open(message: Uint8Array = new Uint8Array(3)): void {
    const call = new Call();
    call.slot = { index: this.endings.length, sentNs: -1, firstByteNs: -1, detail: '' } as Slot;
    const set = { protocol: 'grpc', path: '', size: 1, body: () => message, jsonBytes: () => -1 };
    call.request = prepareRequests(set as RequestSet)[0] as PreparedRequest;
    this.endings.push(undefined);
    this.#streams.open(call);
  }

  /** Sends what may be sent, as the engine does at the end of a turn. */
  flush(): void {
    this.#streams.sender.pump();
    this.output.flush();
  }

  /** The kernel takes all that the socket holds. */
  take(): void {
    for (const taken of this.#untaken.splice(0)) taken();
  }

  /** Throws what the parsers throw. */
  receive(bytes: Buffer): void {
    this.#decoder.push(bytes, bytes.length, this.router);
  }

  sent(): void {}

  ended(call: Call, outcome: number): void {
    this.#end(call, OUTCOMES[outcome] as Outcome);
  }

  unprocessed(call: Call): void {
    this.#end(call, 'unprocessed');
  }

  settingsArrived(): void {}

  goAway(lastStreamId: number, detail: string): void {
    this.#streams.giveBackAbove(lastStreamId, detail);
  }

  #end(call: Call, ending: Outcome | 'unprocessed'): void {
    const index = (call.slot as Slot).index;
    if (this.endings[index] !== undefined) throw new Error(`call ${index} ended twice`);
    this.endings[index] = ending;
  }

  #write(bytes: Buffer, taken: () => void): void {
    const frame = (
      type: number,
      flags: number,
      streamId: number,
      b: Buffer,
      s: number,
      e: number,
    ) => void this.frames.push({ type, flags, streamId, payload: Buffer.from(b.subarray(s, e)) });
    this.#sent.push(bytes, bytes.length, { frame });
    this.#untaken.push(taken);
  }
}
