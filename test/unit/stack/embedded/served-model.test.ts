import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ServedModel } from '../../../../src/stack/embedded/served-model.ts';
import {
  type AskedRequest,
  aRequest,
  aServedModel,
  EchoSession,
  floatsOf,
  PAIRS,
} from '../../../support/a-served-model.ts';
import { VirtualServerClock } from '../../../support/virtual-server-clock.ts';

const US = 1000;
const BATCHING = `${PAIRS} dynamic_batching { max_queue_delay_microseconds: 100 }`;

function ask(model: ServedModel, requests: readonly AskedRequest[]): void {
  for (const request of requests) model.infer(request);
}

describe('a served model', () => {
  it('answers what arrived together with one execution, each its own part', async () => {
    const clock = new VirtualServerClock();
    const session = new EchoSession();
    const model = aServedModel(clock, session, `${PAIRS} dynamic_batching { }`);
    const requests = [
      aRequest(clock, [1, 2]),
      aRequest(clock, [3, 4, 5, 6]),
      aRequest(clock, [7, 8]),
    ];
    ask(model, requests);
    await clock.run();
    assert.deepEqual(session.runs, [4]);
    assert.deepEqual(
      requests.map(({ answered }) => floatsOf(answered)),
      [
        [1, 2],
        [3, 4, 5, 6],
        [7, 8],
      ],
    );
    assert.deepEqual(requests[1]?.answered?.[0]?.shape, [2, 2]);
  });

  it('executes requests one by one without dynamic batching', async () => {
    const clock = new VirtualServerClock();
    const session = new EchoSession();
    const model = aServedModel(clock, session);
    ask(model, [aRequest(clock, [1, 2]), aRequest(clock, [3, 4])]);
    await clock.run();
    assert.deepEqual(session.runs, [1, 1]);
  });

  it('waits for the queue delay and no longer', async () => {
    const clock = new VirtualServerClock();
    const session = new EchoSession();
    const model = aServedModel(clock, session, BATCHING);
    const first = aRequest(clock, [1, 2]);
    ask(model, [first]);
    await clock.run(60 * US);
    assert.equal(first.answered, undefined);
    ask(model, [aRequest(clock, [3, 4])]);
    await clock.run(40 * US);
    assert.deepEqual(session.runs, [2]);
    assert.deepEqual(floatsOf(first.answered), [1, 2]);
  });

  it('puts what arrives during an execution into the next one', async () => {
    const clock = new VirtualServerClock();
    const session = new EchoSession();
    const model = aServedModel(clock, session, `${PAIRS} dynamic_batching { }`);
    session.during = () => {
      session.during = () => undefined;
      ask(model, [aRequest(clock, [3, 4]), aRequest(clock, [5, 6])]);
    };
    ask(model, [aRequest(clock, [1, 2])]);
    await clock.run();
    assert.deepEqual(session.runs, [1, 2]);
  });

  it('gives only the outputs that were asked for', async () => {
    const clock = new VirtualServerClock();
    const model = aServedModel(clock);
    const request = aRequest(clock, [1, 2], { outputs: ['y'] });
    ask(model, [request]);
    await clock.run();
    assert.deepEqual(
      request.answered?.map(({ name }) => name),
      ['y'],
    );
    const nobody = aRequest(clock, [1, 2], { outputs: ['z'] });
    assert.throws(() => model.infer(nobody), {
      message: "unexpected inference output 'z' for model 'm'",
    });
  });
});

describe('the counters of a served model', () => {
  it('are up before the answer is out', async () => {
    const clock = new VirtualServerClock();
    const model = aServedModel(clock);
    const counts: number[] = [];
    const request = aRequest(clock, [1, 2, 3, 4], {
      answer: () => counts.push(model.statistics.success.count, model.statistics.inferenceCount),
    });
    ask(model, [request]);
    await clock.run();
    assert.deepEqual(counts, [1, 2]);
  });

  it('tell the parts of a request apart', async () => {
    const clock = new VirtualServerClock();
    const session = new EchoSession();
    session.during = () => clock.advance(30_500);
    const model = aServedModel(clock, session, BATCHING);
    const request = aRequest(clock, [1, 2]);
    clock.advance(7_900);
    ask(model, [request]);
    await clock.run(100 * US);
    const { success, queue, computeInfer, us, batches, executionCount } = model.statistics;
    assert.deepEqual(success, { count: 1, ns: 138_400 });
    assert.deepEqual(queue, { count: 1, ns: 100_000 });
    assert.deepEqual(computeInfer, { count: 1, ns: 30_500 });
    assert.deepEqual(us, {
      request: 138,
      queue: 100,
      computeInput: 0,
      computeInfer: 30,
      computeOutput: 0,
    });
    assert.equal(executionCount, 1);
    assert.deepEqual(
      batches.map(({ batchSize, computeInfer: sum }) => [batchSize, sum.count]),
      [[1, 1]],
    );
  });

  it('keep one line for each batch size that was executed', async () => {
    const clock = new VirtualServerClock();
    const model = aServedModel(clock, new EchoSession(), `${PAIRS} dynamic_batching { }`);
    for (const count of [3, 1, 3]) {
      ask(
        model,
        Array.from({ length: count }, () => aRequest(clock, [1, 2])),
      );
      await clock.run();
    }
    const sizes = model.statistics.batches.map(({ batchSize, computeInput }) => [
      batchSize,
      computeInput.count,
    ]);
    assert.deepEqual(sizes, [
      [1, 1],
      [3, 2],
    ]);
    assert.equal(model.statistics.inferenceCount, 7);
  });
});

describe('a request that a served model does not answer', () => {
  const policy = (text: string) => `${PAIRS} dynamic_batching { default_queue_policy { ${text} } }`;

  it('was one too many for the queue: refused at once, and not counted as failed', () => {
    const clock = new VirtualServerClock();
    const model = aServedModel(clock, new EchoSession(), policy('max_queue_size: 1'));
    ask(model, [aRequest(clock, [1, 2])]);
    assert.throws(() => model.infer(aRequest(clock, [1, 2], { id: 'q' })), {
      code: 'UNAVAILABLE',
      message: '[request id: q] Exceeds maximum queue size',
    });
    assert.equal(model.statistics.fail.count, 0);
    assert.equal(model.pendingCount, 1);
  });

  it('waited too long: refused, and counted as rejected', async () => {
    const clock = new VirtualServerClock();
    const model = aServedModel(
      clock,
      new EchoSession(),
      policy('default_timeout_microseconds: 50'),
    );
    const request = aRequest(clock, [1, 2]);
    ask(model, [request]);
    clock.advance(60 * US);
    await clock.run();
    assert.deepEqual(
      [request.refused?.code, request.refused?.message],
      ['UNAVAILABLE', 'Request timeout expired'],
    );
    assert.deepEqual(model.statistics.failures, { REJECTED: 1, CANCELED: 0, BACKEND: 0, OTHER: 0 });
    assert.deepEqual(model.statistics.fail, { count: 1, ns: 60_000 });
  });

  it('lost its client: dropped, and counted as canceled', async () => {
    const clock = new VirtualServerClock();
    const session = new EchoSession();
    const model = aServedModel(clock, session, BATCHING);
    const [left, stays] = [aRequest(clock, [1, 2]), aRequest(clock, [3, 4])];
    ask(model, [left, stays]);
    model.cancel(left);
    await clock.run(100 * US);
    assert.deepEqual(session.runs, [1]);
    assert.deepEqual(floatsOf(stays.answered), [3, 4]);
    assert.equal(model.statistics.failures.CANCELED, 1);
  });

  it('was in a batch that failed: all of it is refused and counted, and the model goes on', async () => {
    const clock = new VirtualServerClock();
    const session = new EchoSession();
    const model = aServedModel(clock, session, `${PAIRS} dynamic_batching { }`);
    session.during = () => {
      throw new Error('out of memory');
    };
    const requests = [aRequest(clock, [1, 2]), aRequest(clock, [3, 4])];
    ask(model, requests);
    await clock.run();
    assert.deepEqual(
      requests.map(({ refused }) => [refused?.code, refused?.message]),
      [
        ['INTERNAL', 'out of memory'],
        ['INTERNAL', 'out of memory'],
      ],
    );
    assert.equal(model.statistics.failures.BACKEND, 2);
    assert.equal(model.statistics.executionCount, 0);
    session.during = () => undefined;
    const next = aRequest(clock, [5, 6]);
    ask(model, [next]);
    await clock.run();
    assert.deepEqual(floatsOf(next.answered), [5, 6]);
  });

  for (const [what, text] of [
    ['sequence', 'sequence_batching { }'],
    ['decoupled', 'model_transaction_policy { decoupled: true }'],
  ]) {
    it(`asked a ${what} model, whose configuration alone is served`, () => {
      const clock = new VirtualServerClock();
      const model = aServedModel(clock, new EchoSession(), PAIRS + text);
      assert.throws(() => model.infer(aRequest(clock, [1, 2])), {
        code: 'UNSUPPORTED',
        message: `the embedded server does not serve ${what} models ('m')`,
      });
    });
  }

  it('got an output whose batch is not its own', async () => {
    const clock = new VirtualServerClock();
    const output = { shape: [3, 2], bytes: new Uint8Array(24) };
    const session = {
      run: () => Promise.resolve(new Map([['y', output]])),
      release: () => Promise.resolve(),
    };
    const model = aServedModel(clock, session);
    const request = aRequest(clock, [1, 2]);
    ask(model, [request]);
    await clock.run();
    assert.equal(
      request.refused?.message,
      "output 'y' of model 'm' has shape [3,2] for a batch of 1",
    );
  });
});
