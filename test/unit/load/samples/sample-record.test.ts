import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { OUTCOME_CODE, OUTCOMES } from '../../../../src/contract/outcome.ts';
import type { Slot } from '../../../../src/load/engines/engine.ts';
import { RECORD_BYTES } from '../../../../src/load/samples/sample-layout.ts';
import { decodeRecords } from '../../../../src/load/samples/sample-record.ts';
import { CONTROL, createSampleRing } from '../../../../src/load/samples/sample-ring.ts';
import { SampleWriter } from '../../../../src/load/samples/sample-writer.ts';
import { aSlot } from '../stats/a-slot.ts';

const ns = fc.oneof(fc.constant(-1), fc.integer({ min: 0, max: 2 ** 53 }));
const slots: fc.Arbitrary<Slot> = fc.record({
  index: fc.integer({ min: 0, max: 2 ** 53 }),
  request: fc.nat(2 ** 31),
  ...{ dueNs: ns, dispatchedNs: ns, sentNs: ns, firstByteNs: ns, doneNs: ns },
  outcome: fc.nat(OUTCOMES.length - 1),
  detail: fc.constantFrom('', 'no such model', 'line\nbreak "quoted"', 'μ'.repeat(80)),
  correct: fc.nat(1_000_000),
  touched: fc.boolean(),
});

const NO_TEXTS = () => '';

/** What was written so far, from its first record on. */
function readAll({ control, records, texts }: ReturnType<typeof createSampleRing>) {
  const bytes = records.slice(0, Atomics.load(control, CONTROL.written) * RECORD_BYTES);
  const lines = Buffer.from(texts.slice(0, Atomics.load(control, CONTROL.textBytes))).toString();
  const words = lines.trimEnd().split('\n');
  const textOf = (_: number, number: number) =>
    number === 0 ? '' : JSON.parse(words[number - 1] ?? '""');
  return [...decodeRecords(Buffer.from(bytes), OUTCOMES, textOf)];
}

describe('a record of a request', () => {
  it('says again what the slot said, whatever it was', () => {
    fc.assert(
      fc.property(fc.array(slots, { maxLength: 20 }), fc.nat(255), (written, worker) => {
        const ring = createSampleRing(32);
        const writer = new SampleWriter(ring, worker);
        for (const slot of written) writer.request(slot);
        const expected = written.map((sample) => {
          return { kind: 'request', worker, sample: { ...sample, worker } };
        });
        assert.deepEqual(readAll(ring), expected);
      }),
    );
  });

  it('leaves nothing of the record that lay there before', () => {
    const ring = createSampleRing(1);
    const writer = new SampleWriter(ring, 3);
    const free = () =>
      Atomics.store(ring.control, CONTROL.read, ring.control[CONTROL.written] ?? 0);
    writer.request(aSlot({ index: 7, request: 5, correct: 9, touched: true, outcome: 'reset' }));
    free();
    writer.unsent(10, 20, 30, OUTCOME_CODE.unsent);
    const [record] = decodeRecords(Buffer.from(ring.records), OUTCOMES, NO_TEXTS);
    assert.ok(record?.kind === 'request');
    const { index, request, correct, touched, outcome, sentNs, doneNs } = record.sample;
    assert.deepEqual([index, request, correct, touched, outcome], [30, 0, 0, false, 3]);
    assert.deepEqual([sentNs, doneNs], [-1, -1]);
  });

  it('has the outcome by its name: another version may number it otherwise', () => {
    const ring = createSampleRing();
    const writer = new SampleWriter(ring, 0);
    for (const outcome of [0, 1, 2]) writer.unsent(0, 0, 0, outcome);
    const named = [
      ...decodeRecords(Buffer.from(ring.records.slice(0, 192)), ['reset', 'new', 'ok'], NO_TEXTS),
    ];
    const codes = named.map((record) => record?.kind === 'request' && record.sample.outcome);
    assert.deepEqual(codes, [OUTCOME_CODE.reset, OUTCOME_CODE.other, OUTCOME_CODE.ok]);
  });

  it('is none when its kind, its outcome or a time cannot be', () => {
    const good = createSampleRing(1);
    new SampleWriter(good, 0).request(aSlot());
    const changes: ((bytes: Buffer) => void)[] = [
      (bytes) => bytes.writeUInt8(9, 60),
      (bytes) => bytes.writeUInt8(200, 61),
      (bytes) => bytes.writeDoubleLE(Number.NaN, 8),
      (bytes) => bytes.writeDoubleLE(Number.POSITIVE_INFINITY, 32),
      (bytes) => bytes.writeDoubleLE(1e18, 0),
      (bytes) => bytes.writeDoubleLE(-2, 16),
    ];
    for (const change of changes) {
      const bytes = Buffer.from(good.records);
      change(bytes);
      assert.deepEqual([...decodeRecords(bytes, OUTCOMES, NO_TEXTS)], [undefined]);
    }
  });
});

describe('the other records', () => {
  it('end a second with what the shard knew of it, and a worker with its interrupt', () => {
    const ring = createSampleRing(4);
    const writer = new SampleWriter(ring, 2);
    const facts = { inFlight: 7, waiting: 8, stallNs: 9e6 };
    writer.secondEnd(12, facts);
    writer.workerEnd(-1);
    writer.workerEnd(5e9);
    assert.deepEqual(readAll(ring), [
      { kind: 'second-end', worker: 2, second: 12, facts },
      { kind: 'worker-end', worker: 2, interruptedNs: null },
      { kind: 'worker-end', worker: 2, interruptedNs: 5e9 },
    ]);
  });
});

describe('a full ring', () => {
  it('loses and counts what finds no room, and goes on when there is some', () => {
    const ring = createSampleRing(4);
    const writer = new SampleWriter(ring, 0);
    for (let index = 0; index < 7; index += 1) writer.request(aSlot({ index }));
    assert.equal(ring.control[CONTROL.lost], 3);
    assert.equal(ring.control[CONTROL.written], 4);
    Atomics.store(ring.control, CONTROL.read, 2);
    for (let index = 7; index < 10; index += 1) writer.request(aSlot({ index }));
    assert.equal(ring.control[CONTROL.lost], 4);
    const indices = [...decodeRecords(Buffer.from(ring.records), OUTCOMES, NO_TEXTS)].map(
      (record) => record?.kind === 'request' && record.sample.index,
    );
    assert.deepEqual(indices, [7, 8, 2, 3]);
  });

  it('counts requests alone as lost', () => {
    const ring = createSampleRing(1);
    const writer = new SampleWriter(ring, 0);
    writer.request(aSlot());
    writer.secondEnd(0, { inFlight: 0, waiting: 0, stallNs: 0 });
    writer.workerEnd(-1);
    assert.equal(ring.control[CONTROL.lost], 0);
    writer.unsent(0, 0, 0, OUTCOME_CODE.unsent);
    assert.equal(ring.control[CONTROL.lost], 1);
  });

  it('counts on when its counts wrap around', () => {
    const ring = createSampleRing(4);
    ring.control.fill(2 ** 31 - 2, CONTROL.written, CONTROL.read + 1);
    const writer = new SampleWriter(ring, 0);
    for (let index = 0; index < 5; index += 1) writer.request(aSlot({ index }));
    assert.equal(ring.control[CONTROL.lost], 1);
    assert.equal(ring.control[CONTROL.written], -(2 ** 31) + 2);
    Atomics.store(ring.control, CONTROL.read, -(2 ** 31));
    for (let index = 5; index < 8; index += 1) writer.request(aSlot({ index }));
    assert.equal(ring.control[CONTROL.lost], 2);
  });
});
