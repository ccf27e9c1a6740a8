import { BenchError } from '../../../contract/bench-error.ts';
import type { EngineTarget } from '../engine.ts';
import type { ConnectionFailure } from './connection-events.ts';
import { authority } from './request-headers.ts';

/** Waits until each of the first connections is ready or has failed. */
export class Opening {
  readonly done: Promise<void>;
  readonly #target: EngineTarget;
  #pending: number;
  #readyCount = 0;
  #resolve: () => void = () => {};
  #reject: (error: BenchError) => void = () => {};

  constructor(target: EngineTarget, count: number) {
    this.#target = target;
    this.#pending = count;
    this.done = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  get isOver(): boolean {
    return this.#pending === 0;
  }

  ready(): void {
    this.#readyCount += 1;
    this.#settle(undefined);
  }

  failed(failure: ConnectionFailure): void {
    this.#settle(failure);
  }

  #settle(failure: ConnectionFailure | undefined): void {
    if (this.isOver) return;
    this.#pending -= 1;
    if (!this.isOver) return;
    if (this.#readyCount > 0 || failure === undefined) this.#resolve();
    else this.#reject(unreachable(this.#target, failure));
  }
}

function unreachable(target: EngineTarget, { detail }: ConnectionFailure): BenchError {
  const address = authority(target.host, target.port);
  return new BenchError('server-unreachable', `no gRPC at ${address}: ${detail}`, {
    hint: hintFor(detail),
  });
}

function hintFor(detail: string): string {
  if (detail.includes('answered HTTP/1')) {
    return 'this is an HTTP port; give the gRPC one (Triton: 8001), or use --protocol http';
  }
  if (detail.includes('answered TLS'))
    return 'the port speaks TLS; write grpcs:// before the address';
  return 'is the server running, and is this its gRPC port (Triton: 8001)?';
}
