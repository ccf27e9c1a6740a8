import { BenchError } from '../contract/bench-error.ts';
import type { Interval } from '../contract/point.ts';
import { startAlarm } from './pacing/alarm.ts';
import type { Timer } from './pacing/clock.ts';
import type { RealClock } from './pacing/real-clock.ts';
import type { ShardTask } from './shard-messages.ts';
import { ShardThread } from './shard-thread.ts';
import type { SecondDetail } from './stats/second-detail.ts';
import type { ShardReport } from './stats/shard-report.ts';

/** Enough for the start to reach every worker before the first request is due. */
const START_LEAD_NS = 100_000_000n;
/** A worker that was told to stop, or is done, has this long to end by itself. */
const STOP_LIMIT_NS = 10e9;

export interface ShardPoolParts {
  /** Compiled file that runs in each worker. */
  readonly entry: URL;
  readonly tasks: readonly ShardTask[];
  /** Told the epoch when the load starts. */
  readonly clock: RealClock;
  readonly signal: AbortSignal;
  readonly onStart: () => void;
  readonly onInterval: (shard: number, interval: Interval, detail: SecondDetail) => void;
  /** No more intervals come from this shard. */
  readonly onShardOver: (shard: number) => void;
}

export interface PoolResult {
  /** Of the shards that came to an end, in no order. */
  readonly reports: readonly ShardReport[];
  /** Why the load failed although some of it was measured. */
  readonly crash: BenchError | null;
}

/**
 * Runs one worker a shard: all open their connections, then all start at one time. The first crash
 * stops the others; what they had measured by then is kept. Throws when nothing was started.
 */
export async function runShards(parts: ShardPoolParts): Promise<PoolResult> {
  const pool = new ShardPool(parts);
  try {
    return await pool.run();
  } finally {
    await pool.end();
  }
}

class ShardPool {
  readonly #parts: ShardPoolParts;
  readonly #threads: readonly ShardThread[];
  readonly #reports: ShardReport[] = [];
  readonly #onAbort = () => this.#interrupt();
  #ready = 0;
  #over = 0;
  #isStarted = false;
  #crash: BenchError | null = null;
  #limit: Timer | undefined;
  #settle: () => void = () => {};

  constructor(parts: ShardPoolParts) {
    this.#parts = parts;
    this.#threads = parts.tasks.map((task) => this.#startThread(task));
  }

  async run(): Promise<PoolResult> {
    const { signal } = this.#parts;
    const settled = new Promise<void>((resolve) => {
      this.#settle = resolve;
    });
    signal.addEventListener('abort', this.#onAbort);
    if (signal.aborted) this.#interrupt();
    await settled;
    signal.removeEventListener('abort', this.#onAbort);
    this.#limit?.cancel();
    if (this.#crash && !this.#isStarted) throw this.#crash;
    return { reports: this.#reports, crash: this.#crash };
  }

  /** Workers that are done end by themselves; nothing waits for the others. */
  async end(): Promise<void> {
    const { clock } = this.#parts;
    const limit = startAlarm(clock, clock.nowNs() + STOP_LIMIT_NS, () => this.#terminate());
    if (this.#crash) this.#terminate();
    await Promise.all(this.#threads.map(({ exited }) => exited));
    limit.cancel();
  }

  #terminate(): void {
    for (const thread of this.#threads) thread.terminate();
  }

  #startThread(task: ShardTask): ShardThread {
    const { shard } = task.plan;
    return new ShardThread(this.#parts.entry, task, {
      onReady: () => this.#oneReady(),
      onInterval: (...second) => this.#parts.onInterval(shard, ...second),
      onFinished: (report) => {
        this.#reports.push(report);
        this.#oneOver(shard);
      },
      onCrashed: (error) => {
        this.#fail(error);
        this.#oneOver(shard);
      },
    });
  }

  #oneReady(): void {
    this.#ready += 1;
    if (this.#ready === this.#threads.length && !this.#crash) this.#start();
  }

  #start(): void {
    const epochNs = process.hrtime.bigint() + START_LEAD_NS;
    this.#isStarted = true;
    this.#parts.clock.setEpoch(epochNs);
    for (const thread of this.#threads) thread.start(epochNs);
    this.#parts.onStart();
  }

  #oneOver(shard: number): void {
    this.#over += 1;
    this.#parts.onShardOver(shard);
    if (this.#over === this.#threads.length) this.#settle();
  }

  #fail(error: BenchError): void {
    if (this.#crash) return;
    this.#crash = error;
    this.#stop('abort');
  }

  #interrupt(): void {
    if (this.#isStarted) this.#stop('interrupt');
    else this.#fail(interruptedEarly());
  }

  #stop(reason: 'interrupt' | 'abort'): void {
    if (!this.#isStarted) {
      this.#settle();
      return;
    }
    for (const thread of this.#threads) thread.stop(reason);
    const { clock } = this.#parts;
    this.#limit ??= startAlarm(clock, clock.nowNs() + STOP_LIMIT_NS, () => this.#terminate());
  }
}

function interruptedEarly(): BenchError {
  return new BenchError('interrupted', 'interrupted before the load started', {
    hint: 'nothing was measured; run it again',
  });
}
