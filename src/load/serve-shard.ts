import type { MessagePort } from 'node:worker_threads';
import { BenchError } from '../contract/bench-error.ts';
import type { Interval } from '../contract/point.ts';
import type { RealClock } from './pacing/real-clock.ts';
import type { Shard } from './shard.ts';
import { SHARD_PROTOCOL_VERSION, type ShardCommand, type ShardMessage } from './shard-messages.ts';
import type { SecondDetail } from './stats/second-detail.ts';

/** What a worker runs: our own shard, or one whose loop is another tool's. */
export type RunnableShard = Pick<Shard, 'open' | 'run' | 'stop'>;

export interface ServedShard {
  readonly port: MessagePort;
  /** The shard's number. */
  readonly number: number;
  /** Told the epoch at the start. */
  readonly clock: RealClock;
  readonly build: (
    onInterval: (interval: Interval, detail: SecondDetail) => void,
  ) => Promise<RunnableShard>;
}

/** The worker's end of the shard protocol: hello, ready, start, interval …, finished or crashed. */
export async function serveShard({ port, number, clock, build }: ServedShard): Promise<void> {
  const post = (message: ShardMessage) => port.postMessage(message);
  try {
    post({ kind: 'hello', protocolVersion: SHARD_PROTOCOL_VERSION, shard: number });
    const shard = await build((interval, detail) =>
      post({ kind: 'interval', shard: number, interval, detail }),
    );
    await shard.open();
    const started = awaitStart(port, shard);
    post({ kind: 'ready', shard: number });
    clock.setEpoch(await started);
    post({ kind: 'finished', shard: number, report: await shard.run() });
  } catch (error) {
    post(crashed(number, error));
  } finally {
    // Nothing else keeps a worker alive.
    port.close();
  }
}

/** Resolves with the epoch; a stop that comes later reaches the shard. */
function awaitStart(port: MessagePort, shard: RunnableShard): Promise<bigint> {
  return new Promise((resolve) => {
    port.on('message', (command: ShardCommand) => {
      if (command.kind === 'start') resolve(BigInt(command.epochNs));
      else shard.stop();
    });
  });
}

function crashed(shard: number, error: unknown): ShardMessage {
  const known = error instanceof BenchError ? error : undefined;
  return {
    ...{ kind: 'crashed', shard },
    code: known?.code ?? null,
    message: error instanceof Error ? error.message : String(error),
    hint: known?.hint ?? null,
  };
}
