import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type {
  BatchingPolicy,
  QueuePolicy,
} from '../../../../src/stack/embedded/batching-policy.ts';
import { RequestQueue, type Waiting } from '../../../../src/stack/embedded/request-queue.ts';

const US = 1000;

interface Request extends Waiting {
  readonly id: number;
  cancelled: boolean;
}

function request(id: number, options: Partial<Request> = {}): Request {
  const usual = { batchSize: 1, shapeKey: '', priority: 0, timeoutUs: 0, cancelled: false };
  return { id, ...usual, ...options };
}

const noLimits: QueuePolicy = {
  maxQueueSize: 0,
  timeoutNs: 0,
  allowsShorterTimeout: false,
  afterTimeout: 'reject',
};

function policy(options: Partial<BatchingPolicy> & { preferred?: number[] } = {}): BatchingPolicy {
  const { preferred = [8], ...rest } = options;
  return {
    maxBatchSize: 8,
    preferredSizes: new Set(preferred),
    maxDelayNs: 0,
    levels: [noLimits],
    defaultLevel: 0,
    ...rest,
  };
}

function queueOf(options: Parameters<typeof policy>[0], sizes: readonly number[]) {
  const queue = new RequestQueue<Request>(policy(options));
  for (const [id, batchSize] of sizes.entries()) queue.enqueue(request(id, { batchSize }), 0);
  return queue;
}

const ids = (requests: readonly Request[]) => requests.map(({ id }) => id);
const batches = (queue: RequestQueue<Request>, nowNs = 0): number[][] => {
  const all: number[][] = [];
  for (;;) {
    const { batch } = queue.decide(nowNs);
    if (batch.length === 0) return all;
    all.push(ids(batch));
  }
};

describe('requests that wait for a free model', () => {
  it('are put into one batch, in the order they came', () => {
    assert.deepEqual(batches(queueOf({}, [1, 1, 1])), [[0, 1, 2]]);
  });

  it('fill a batch up to its limit and no further', () => {
    assert.deepEqual(batches(queueOf({}, [3, 3, 3, 3])), [
      [0, 1],
      [2, 3],
    ]);
  });

  it('are executed in a preferred size when one can be formed', () => {
    const sixOfFour = queueOf({ preferred: [4] }, [1, 1, 1, 1, 1, 1]);
    assert.deepEqual(batches(sixOfFour), [
      [0, 1, 2, 3],
      [4, 5],
    ]);
  });

  it('prefer the largest of the preferred sizes that they can fill', () => {
    assert.deepEqual(batches(queueOf({ preferred: [2, 4] }, [1, 1, 1, 1, 1])), [[0, 1, 2, 3], [4]]);
  });

  it('are not mixed with requests of another shape', () => {
    const queue = new RequestQueue<Request>(policy());
    for (const [id, shapeKey] of ['a', 'a', 'b', 'a'].entries()) {
      queue.enqueue(request(id, { shapeKey }), 0);
    }
    assert.deepEqual(batches(queue), [[0, 1], [2], [3]]);
  });

  it('are executed alone where the model does not batch', () => {
    assert.deepEqual(batches(queueOf({ maxBatchSize: 0, preferred: [] }, [1, 1, 1])), [
      [0],
      [1],
      [2],
    ]);
  });

  it('go through alone when they are larger than any preferred batch', () => {
    assert.deepEqual(batches(queueOf({ preferred: [2] }, [7, 1])), [[0], [1]]);
  });
});

describe('the queue delay', () => {
  const delayed = { preferred: [4], maxDelayNs: 100 * US };

  it('lets a request wait for others', () => {
    const decision = queueOf(delayed, [1]).decide(30 * US);
    assert.deepEqual(decision.batch, []);
    assert.equal(decision.waitNs, 70 * US);
  });

  it('ends when the oldest request has waited for it', () => {
    assert.deepEqual(ids(queueOf(delayed, [1, 1]).decide(100 * US).batch), [0, 1]);
  });

  it('ends when a preferred size is there', () => {
    assert.deepEqual(ids(queueOf(delayed, [1, 1, 1, 1]).decide(0).batch), [0, 1, 2, 3]);
  });

  it('ends when the next request does not fit', () => {
    const queue = new RequestQueue<Request>(policy(delayed));
    queue.enqueue(request(0, { shapeKey: 'a' }), 0);
    queue.enqueue(request(1, { shapeKey: 'b' }), 0);
    assert.deepEqual(ids(queue.decide(0).batch), [0]);
  });

  it('of nobody is endless', () => {
    assert.equal(queueOf(delayed, []).decide(0).waitNs, Number.POSITIVE_INFINITY);
  });
});

describe('a queue policy', () => {
  it('refuses requests beyond its size', () => {
    const queue = new RequestQueue<Request>(policy({ levels: [{ ...noLimits, maxQueueSize: 2 }] }));
    const taken = [0, 1, 2].map((id) => queue.enqueue(request(id), 0));
    assert.deepEqual(taken, [true, true, false]);
    queue.decide(0);
    assert.equal(queue.enqueue(request(3), 0), true);
  });

  it('rejects what has waited too long', () => {
    const queue = new RequestQueue<Request>(
      policy({ levels: [{ ...noLimits, timeoutNs: 50 * US }] }),
    );
    queue.enqueue(request(0), 0);
    queue.enqueue(request(1), 20 * US);
    const { batch, expired } = queue.decide(50 * US);
    assert.deepEqual(ids(expired), [0]);
    assert.deepEqual(ids(batch), [1]);
  });

  it('puts what has waited too long behind the others', () => {
    const level: QueuePolicy = { ...noLimits, timeoutNs: 50 * US, afterTimeout: 'delay' };
    const queue = new RequestQueue<Request>(
      policy({ levels: [level], preferred: [], maxBatchSize: 0 }),
    );
    queue.enqueue(request(0), 0);
    queue.enqueue(request(1), 20 * US);
    assert.deepEqual(batches(queue, 50 * US), [[1], [0]]);
  });

  it('lets a client ask for less patience, and only where it is allowed, never for more', () => {
    const waits = (allowsShorterTimeout: boolean, timeoutUs: number) => {
      const level = { ...noLimits, timeoutNs: 50 * US, allowsShorterTimeout };
      const queue = new RequestQueue<Request>(policy({ levels: [level], maxDelayNs: 1000 * US }));
      queue.enqueue(request(0, { timeoutUs }), 0);
      return queue.decide(0).waitNs;
    };
    assert.equal(waits(true, 10), 10 * US);
    assert.equal(waits(false, 10), 50 * US);
    assert.equal(waits(true, 90), 50 * US);
  });

  it('serves higher priorities first, and unknown ones at the default', () => {
    const levels = [noLimits, noLimits];
    const queue = new RequestQueue<Request>(
      policy({ levels, defaultLevel: 1, maxBatchSize: 0, preferred: [] }),
    );
    for (const [id, priority] of [2, 0, 1, 7].entries())
      queue.enqueue(request(id, { priority }), 0);
    assert.deepEqual(batches(queue).flat(), [2, 0, 1, 3]);
  });
});

describe('a request whose client has left', () => {
  it('is taken out and told apart', () => {
    const queue = queueOf({}, [1]);
    const left = request(1);
    queue.enqueue(left, 0);
    left.cancelled = true;
    queue.noteCancelled();
    const { batch, cancelled } = queue.decide(0);
    assert.deepEqual([ids(batch), ids(cancelled)], [[0], [1]]);
    assert.equal(queue.size, 0);
  });
});

describe('any load', () => {
  const arrivals = fc.array(
    fc.record({
      atUs: fc.nat(59),
      batchSize: fc.integer({ min: 1, max: 8 }),
      shapeKey: fc.constantFrom('a', 'b'),
      priority: fc.nat(3),
      leaves: fc.boolean(),
    }),
    { maxLength: 60 },
  );
  const policies = fc.record({
    preferred: fc.uniqueArray(fc.integer({ min: 1, max: 8 }), { maxLength: 3 }),
    maxDelayNs: fc.constantFrom(0, 50 * US),
    timeoutNs: fc.constantFrom(0, 40 * US),
    afterTimeout: fc.constantFrom('reject' as const, 'delay' as const),
    maxQueueSize: fc.constantFrom(0, 3),
  });

  it('leaves the queue exactly once, in batches that are allowed, and in the end all of it', () => {
    fc.assert(
      fc.property(arrivals, policies, (load, { preferred, maxDelayNs, ...level }) => {
        const levels = [1, 2, 3].map(() => ({ ...noLimits, ...level }));
        const queue = new RequestQueue<Request>(policy({ preferred, maxDelayNs, levels }));
        const out = load.flatMap((arrival, id) => play(queue, arrival, id));
        for (let rest = 0; rest <= load.length; rest += 1) out.push(...taken(queue, END_NS));
        assert.equal(queue.size, 0);
        assert.deepEqual(
          out.sort((a, b) => a - b),
          [...load.keys()],
        );
      }),
    );
  });
});

const END_NS = 1e12;

/** Lets one request arrive, and the model be free every now and then; returns who has left the queue. */
function play(
  queue: RequestQueue<Request>,
  { atUs, leaves, ...options }: Partial<Request> & { atUs: number; leaves: boolean },
  id: number,
): number[] {
  const nowNs = (id * 60 + atUs) * US;
  const arrived = request(id, options);
  if (!queue.enqueue(arrived, nowNs)) return [id];
  if (leaves) {
    arrived.cancelled = true;
    queue.noteCancelled();
  }
  return id % 3 === 0 ? taken(queue, nowNs) : [];
}

function taken(queue: RequestQueue<Request>, nowNs: number): number[] {
  const { batch, expired, cancelled } = queue.decide(nowNs);
  const size = batch.reduce((sum, { batchSize }) => sum + batchSize, 0);
  assert.ok(size <= 8, `a batch of ${size}`);
  assert.ok(new Set(batch.map(({ shapeKey }) => shapeKey)).size <= 1, 'shapes are mixed');
  return [...ids(batch), ...ids(expired), ...ids(cancelled)];
}
