import { Worker } from 'node:worker_threads';
import { BenchError, type BenchErrorCode } from '../contract/bench-error.ts';
import { assertNever } from '../contract/never.ts';
import type { Interval } from '../contract/point.ts';
import {
  SHARD_PROTOCOL_VERSION,
  type ShardCommand,
  type ShardMessage,
  type ShardTask,
} from './shard-messages.ts';
import type { SecondDetail } from './stats/second-detail.ts';
import type { ShardReport } from './stats/shard-report.ts';

/** What a worker tells; after `onFinished` or `onCrashed` nothing more comes. */
export interface ShardThreadEvents {
  onReady(): void;
  onInterval(interval: Interval, detail: SecondDetail): void;
  onFinished(report: ShardReport): void;
  onCrashed(error: BenchError): void;
}

/** The coordinator's end of one worker thread. Every way in which it can die is one crash. */
export class ShardThread {
  readonly exited: Promise<void>;
  readonly #worker: Worker;
  readonly #shard: number;
  readonly #events: ShardThreadEvents;
  #isOver = false;

  constructor(entry: URL, task: ShardTask, events: ShardThreadEvents) {
    this.#shard = task.plan.shard;
    this.#events = events;
    this.#worker = new Worker(entry, { workerData: task, name: `shard ${task.plan.shard}` });
    this.#worker.on('message', (message: ShardMessage) => this.#receive(message));
    this.#worker.on('messageerror', (error) => this.#crash(error.message, error));
    this.#worker.on('error', (error) => this.#crash(error.message, error));
    this.exited = new Promise((resolve) => {
      this.#worker.on('exit', (code) => {
        this.#crash(`it ended early, with code ${code}`, undefined);
        resolve();
      });
    });
  }

  /** `epochNs`: on the monotonic clock that all threads share. */
  start(epochNs: bigint): void {
    this.#send({ kind: 'start', epochNs: String(epochNs) });
  }

  stop(reason: 'interrupt' | 'abort'): void {
    this.#send({ kind: 'stop', reason });
  }

  /** Ends the thread whatever it does. */
  terminate(): void {
    void this.#worker.terminate();
  }

  #send(command: ShardCommand): void {
    this.#worker.postMessage(command);
  }

  #receive(message: ShardMessage): void {
    switch (message.kind) {
      case 'hello':
        if (message.protocolVersion === SHARD_PROTOCOL_VERSION) return;
        this.#crash(
          `it speaks version ${message.protocolVersion} of the shard protocol`,
          undefined,
        );
        return;
      case 'ready':
        this.#events.onReady();
        return;
      case 'interval':
        this.#events.onInterval(message.interval, message.detail);
        return;
      case 'finished':
        this.#end(() => this.#events.onFinished(message.report));
        return;
      case 'crashed':
        this.#end(() => this.#events.onCrashed(this.#reported(message)));
        return;
      default:
        assertNever(message);
    }
  }

  #reported({ code, message, hint }: ShardMessage & { kind: 'crashed' }): BenchError {
    if (code === null || hint === null) return this.#failure(message, undefined);
    return new BenchError(code as BenchErrorCode, message, { hint });
  }

  #crash(reason: string, cause: unknown): void {
    this.#end(() => this.#events.onCrashed(this.#failure(reason, cause)));
  }

  #failure(reason: string, cause: unknown): BenchError {
    return new BenchError('load-failed', `worker ${this.#shard} crashed: ${reason}`, {
      hint: 'this is a fault of the tool: please report it with the message above',
      cause,
    });
  }

  #end(tell: () => void): void {
    if (this.#isOver) return;
    this.#isOver = true;
    tell();
  }
}
