import { OUTCOME_CODE } from '../../src/contract/outcome.ts';
import type { Slot } from '../../src/load/engines/engine.ts';
import { createHttpEngine } from '../../src/load/engines/http/http-engine.ts';
import { createRealClock } from '../../src/load/pacing/real-clock.ts';
import type { AnswerCheck } from '../../src/load/requests/request-set.ts';
import { Recorder } from '../../src/load/stats/recorder.ts';
import type { ClientRun } from './client.ts';
import { BODY, JSON_BYTES, PATH } from './digit-request.ts';

const check: AnswerCheck = {
  check(_slot, bytes, start, end) {
    const { outputs } = JSON.parse(bytes.toString('latin1', start, end));
    const isRight = outputs[0].name === 'logits' && outputs[0].data.length === 10;
    return isRight ? OUTCOME_CODE.ok : OUTCOME_CODE['wrong-answer'];
  },
};

/** Our engine with all that a run does to a request: stamped, checked, recorded. */
export async function engineClient(port: number, connections: number): Promise<ClientRun> {
  const clock = createRealClock();
  const engine = createHttpEngine({
    target: { host: '127.0.0.1', port, tls: false },
    requests: {
      protocol: 'http',
      path: PATH,
      size: 1,
      body: () => BODY,
      jsonBytes: () => JSON_BYTES,
    },
    check,
    clock,
    timeoutNs: 5e9,
    connections,
    maxConnections: connections,
    headers: {},
  });
  const recorder = createRecorder();
  let answers = 0;
  let isStopped = false;
  await engine.open((slot) => {
    if (isStopped) return;
    if (slot.outcome !== OUTCOME_CODE.ok) throw new Error(slot.detail);
    recorder.record(slot);
    answers += 1;
    dispatch(slot);
  });
  function stop(): Promise<void> {
    isStopped = true;
    return engine.close();
  }
  function dispatch(slot: Slot): void {
    slot.dueNs = clock.nowNs();
    slot.dispatchedNs = slot.dueNs;
    recorder.planned(slot.dueNs);
    engine.dispatch(slot);
  }
  for (let index = 0; index < connections; index += 1) dispatch(createSlot(index));
  return { answers: () => answers, stop };
}

function createSlot(index: number): Slot {
  return {
    index,
    request: 0,
    dueNs: 0.5,
    dispatchedNs: 0.5,
    sentNs: 0.5,
    firstByteNs: 0.5,
    doneNs: 0.5,
    outcome: OUTCOME_CODE.ok,
    detail: '',
    correct: 0,
    touched: false,
  };
}

function createRecorder(): Recorder {
  const workload = {
    kind: 'closed',
    batchSize: 1,
  };
  return new Recorder(
    {
      workload,
      phases: [{ name: 'measured', startNs: 0, durationNs: 3600e9, requests: null }],
      drainNs: 0,
      percentiles: [],
      shard: 0,
      shards: 1,
      shardConcurrency: 32,
      shardMaxInFlight: 32,
      shardConnections: 32,
      shardRequests: [null],
    } as never,
    { reference: null, labels: null },
  );
}
