/** Entry of a worker thread: gives a shard its real parts. */
import { parentPort, workerData } from 'node:worker_threads';
import { withoutSentSecrets } from '../clients/without-sent-secrets.ts';
import type { Interval } from '../contract/point.ts';
import { createEngine } from './engines/engines.ts';
import { createEconomicWaker } from './pacing/economic-waker.ts';
import { Metronome } from './pacing/metronome.ts';
import { createRealClock } from './pacing/real-clock.ts';
import { createRealLoopVitals } from './pacing/real-loop-vitals.ts';
import { openRequests } from './requests/open-requests.ts';
import { SampleWriter } from './samples/sample-writer.ts';
import { SamplingRecorder } from './samples/sampling-recorder.ts';
import { type RunnableShard, serveShard } from './serve-shard.ts';
import { Shard } from './shard.ts';
import type { ShardTask } from './shard-messages.ts';
import { Recorder } from './stats/recorder.ts';
import type { SecondDetail } from './stats/second-detail.ts';

const { plan, target, headers, requests: shared, samples } = workerData as ShardTask;
const clock = createRealClock();

async function build(
  onInterval: (interval: Interval, detail: SecondDetail) => void,
): Promise<RunnableShard> {
  const { workload } = plan;
  const { requests, check } = openRequests(shared, samples?.point);
  const { timeoutNs } = workload;
  const work = { target, requests, check, clock, headers, timeoutNs };
  const recorder = samples
    ? new SamplingRecorder(new SampleWriter(samples.ring, plan.shard), plan, shared.expected)
    : new Recorder(plan, shared.expected);
  const fitToKeep = (words: string) => withoutSentSecrets(words, headers);
  const measuring = { plan, vitals: createRealLoopVitals(), recorder, onInterval, fitToKeep };
  if (workload.engine === 'autocannon') {
    const { AutocannonShard } = await import('./autocannon-shard.ts');
    return new AutocannonShard({ ...work, ...measuring, concurrency: plan.shardConcurrency });
  }
  const engine = await createEngine(workload, {
    ...work,
    connections: plan.shardConnections,
    maxConnections: plan.shardMaxInFlight,
  });
  const waker =
    workload.pacing === 'precise' ? await Metronome.start(clock) : createEconomicWaker(clock);
  return new Shard({ ...measuring, clock, waker, engine, requests: requests.size });
}

if (parentPort) await serveShard({ port: parentPort, number: plan.shard, clock, build });
