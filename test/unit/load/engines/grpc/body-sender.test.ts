import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { FLAG, FRAME, SETTING } from '../../../../../src/load/engines/grpc/http2-codes.ts';
import { frame, grpcMessage, settings, uint32 } from '../../../../support/raw-http2-server.ts';
import { SocketlessConnection } from '../../../../support/socketless-connection.ts';

const WIDE = 2 ** 30;

type Step =
  | { readonly kind: 'open'; readonly bytes: number }
  | { readonly kind: 'connection' | 'initial' | 'frame'; readonly bytes: number }
  | { readonly kind: 'stream'; readonly bytes: number; readonly index: number }
  | { readonly kind: 'take' };

/** Keeps the books that the server keeps: what it allowed, and what came. */
class Server {
  readonly client = new SocketlessConnection();
  readonly #messages: Buffer[] = [];
  readonly #allowed: number[] = [];
  #initial = 65_535;
  #connection = 65_535;
  #maxFrame = 16_384;
  #read = 0;
  readonly #got: Buffer[] = [];

  constructor() {
    this.client.receive(settings());
  }

  play(step: Step): void {
    if (step.kind === 'take') this.client.take();
    else if (step.kind === 'open') this.#open(step.bytes);
    else if (step.kind === 'stream') this.#widenStream(step.index, step.bytes);
    else if (step.kind === 'connection') this.#widenConnection(step.bytes);
    else if (step.kind === 'initial') this.#resize(step.bytes);
    else this.#resizeFrames(step.bytes);
    this.client.flush();
    this.#check();
  }

  /** Allows everything, and wants every message whole. */
  finish(): void {
    this.#resize(WIDE);
    this.#widenConnection(WIDE);
    for (let turn = 0; turn < 200; turn += 1) {
      this.client.flush();
      this.client.take();
    }
    this.#check();
    assert.deepEqual(this.#got, this.#messages);
  }

  #open(bytes: number): void {
    const message = Buffer.alloc(bytes, 'm');
    this.#messages.push(grpcMessage(message));
    this.#got.push(Buffer.alloc(0));
    this.#allowed.push(this.#initial);
    this.client.open(message);
  }

  #widenStream(index: number, bytes: number): void {
    if (index >= this.#allowed.length) return;
    this.#allowed[index] = (this.#allowed[index] ?? 0) + bytes;
    this.client.receive(frame(FRAME.windowUpdate, 0, 2 * index + 1, uint32(bytes)));
  }

  #widenConnection(bytes: number): void {
    this.#connection += bytes;
    this.client.receive(frame(FRAME.windowUpdate, 0, 0, uint32(bytes)));
  }

  #resize(bytes: number): void {
    const difference = bytes - this.#initial;
    this.#initial = bytes;
    this.#allowed.forEach((allowed, index) => {
      this.#allowed[index] = allowed + difference;
    });
    this.client.receive(settings({ [SETTING.initialWindowSize]: bytes }));
  }

  #resizeFrames(bytes: number): void {
    this.#maxFrame = bytes;
    this.client.receive(settings({ [SETTING.maxFrameSize]: bytes }));
  }

  #check(): void {
    const fresh = this.client.frames.slice(this.#read);
    this.#read = this.client.frames.length;
    for (const { type, flags, streamId, payload } of fresh) {
      if (type !== FRAME.data) continue;
      const index = (streamId - 1) / 2;
      const got = Buffer.concat([this.#got[index] as Buffer, payload]);
      this.#got[index] = got;
      this.#allowed[index] = (this.#allowed[index] ?? 0) - payload.length;
      this.#connection -= payload.length;
      assert.ok(payload.length > 0 && payload.length <= this.#maxFrame);
      assert.ok((this.#allowed[index] ?? -1) >= 0, 'within the stream window');
      assert.ok(this.#connection >= 0, 'within the connection window');
      const isLast = got.length === this.#messages[index]?.length;
      assert.equal((flags & FLAG.endStream) !== 0, isLast);
    }
  }
}

describe('request bodies', () => {
  it('keep to every window and frame size, whatever the server changes, and arrive whole', () => {
    const bytes = (max: number) => fc.nat(max);
    const step: fc.Arbitrary<Step> = fc.oneof(
      fc.record({ kind: fc.constant('open' as const), bytes: bytes(100_000) }),
      fc.record({
        kind: fc.constant('stream' as const),
        bytes: fc.integer({ min: 1, max: 50_000 }),
        index: fc.nat(8),
      }),
      fc.record({
        kind: fc.constant('connection' as const),
        bytes: fc.integer({ min: 1, max: 80_000 }),
      }),
      fc.record({ kind: fc.constant('initial' as const), bytes: bytes(100_000) }),
      fc.record({
        kind: fc.constant('frame' as const),
        bytes: fc.integer({ min: 16_384, max: 2 ** 24 - 1 }),
      }),
      fc.record({ kind: fc.constant('take' as const) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const server = new Server();
        for (const each of steps) server.play(each);
        server.finish();
      }),
      { numRuns: 150 },
    );
  });

  it('wait for a socket that takes nothing', () => {
    const client = new SocketlessConnection();
    client.receive(settings({ [SETTING.initialWindowSize]: WIDE }));
    client.receive(frame(FRAME.windowUpdate, 0, 0, uint32(WIDE)));
    client.open(Buffer.alloc(10_000_000));
    for (let turn = 0; turn < 100; turn += 1) client.flush();
    assert.ok(client.output.isFull);
    assert.ok(client.output.backlogBytes < 400_000, `${client.output.backlogBytes} bytes held`);
  });
});
