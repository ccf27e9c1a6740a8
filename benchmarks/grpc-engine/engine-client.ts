import { OUTCOME_CODE } from '../../src/contract/outcome.ts';
import type { Slot } from '../../src/load/engines/engine.ts';
import { createGrpcEngine } from '../../src/load/engines/grpc/grpc-engine.ts';
import { createRealClock } from '../../src/load/pacing/real-clock.ts';
import { openRequests } from '../../src/load/requests/open-requests.ts';
import { Recorder } from '../../src/load/stats/recorder.ts';
import { aShardPlan } from '../../test/unit/load/stats/a-shard-plan.ts';
import { aSlot } from '../../test/unit/load/stats/a-slot.ts';
import type { ClientRun } from './client.ts';
import { digitRequests } from './digit-requests.ts';

/** Our engine with all that a run does to a request: stamped, checked to the last value, recorded. */
export async function engineClient(
  port: number,
  connections: number,
  inFlight: number,
): Promise<ClientRun> {
  const shared = digitRequests();
  const clock = createRealClock();
  const engine = createGrpcEngine({
    target: { host: '127.0.0.1', port, tls: false },
    ...openRequests(shared),
    clock,
    timeoutNs: 5e9,
    connections,
    maxConnections: connections,
    headers: {},
  });
  const recorder = new Recorder(aShardPlan(), shared.expected);
  let answers = 0;
  let isStopped = false;
  let index = 0;

  function dispatch(slot: Slot): void {
    slot.index = index;
    slot.request = index % shared.jsonBytes.length;
    slot.dueNs = clock.nowNs();
    slot.dispatchedNs = slot.dueNs;
    index += 1;
    recorder.planned(slot.dueNs);
    engine.dispatch(slot);
  }

  await engine.open((slot) => {
    if (isStopped) return;
    if (slot.outcome !== OUTCOME_CODE.ok) throw new Error(slot.detail);
    recorder.record(slot);
    answers += 1;
    dispatch(slot);
  });
  for (let place = 0; place < inFlight; place += 1) dispatch(aSlot());
  engine.flush();
  return {
    answers: () => answers,
    stop: () => {
      isStopped = true;
      return engine.close();
    },
  };
}
