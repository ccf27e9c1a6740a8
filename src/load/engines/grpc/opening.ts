import type { BenchError } from '../../../contract/bench-error.ts';
import type { EngineTarget } from '../engine.ts';
import type { ConnectionFailure } from './connection-events.ts';
import { unreachable } from './unreachable.ts';

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
