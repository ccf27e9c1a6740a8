/**
 * A worker for tests: the shipped shard, protocol, clock and waker, with an engine that answers after
 * one turn of the loop, and one way to die: `dying-shard` and `dies-by` (build, throw, exit) in the headers of its task.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { OUTCOME_CODE } from '../../src/contract/outcome.ts';
import type { Engine, Slot } from '../../src/load/engines/engine.ts';
import { Metronome } from '../../src/load/pacing/metronome.ts';
import { createRealClock } from '../../src/load/pacing/real-clock.ts';
import { createRealLoopVitals } from '../../src/load/pacing/real-loop-vitals.ts';
import { serveShard } from '../../src/load/serve-shard.ts';
import { Shard } from '../../src/load/shard.ts';
import type { ShardTask } from '../../src/load/shard-messages.ts';
import { Recorder } from '../../src/load/stats/recorder.ts';

const task = workerData as ShardTask;
const { plan } = task;
const clock = createRealClock();
const death = plan.shard === Number(task.headers['dying-shard']) ? task.headers['dies-by'] : '';
let dispatched = 0;

function dieAfterTen(): void {
  dispatched += 1;
  if (dispatched < 10) return;
  if (death === 'throw') throw new Error('an engine fell over');
  if (death === 'exit') process.exit(7);
}

function createEngine(): Engine {
  let completed: (slot: Slot) => void = () => {};
  return {
    name: 'test',
    queueDepth: 0,
    counters: { newConnections: 0, resent: 0, bytesSent: 0, bytesReceived: 0 },
    async open(sink) {
      completed = sink;
    },
    dispatch(slot) {
      if (death) dieAfterTen();
      slot.sentNs = clock.nowNs();
      setImmediate(() => {
        slot.firstByteNs = clock.nowNs();
        slot.doneNs = slot.firstByteNs;
        slot.outcome = OUTCOME_CODE.ok;
        completed(slot);
      });
    },
    flush() {},
    // All that is in flight is answered on the next turn.
    close: () => new Promise((resolve) => setImmediate(resolve)),
  };
}

if (!parentPort) throw new Error('this runs in a worker');
await serveShard({
  port: parentPort,
  number: plan.shard,
  clock,
  async build(onInterval) {
    if (death === 'build') throw new Error('no connection at all');
    return new Shard({
      fitToKeep: (words) => words,
      ...{ plan, clock, engine: createEngine(), onInterval },
      requests: plan.workload.payload.distinct,
      waker: await Metronome.start(clock),
      vitals: createRealLoopVitals(),
      recorder: new Recorder(plan, { reference: null, labels: null }),
    });
  },
});
