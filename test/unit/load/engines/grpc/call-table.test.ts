import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { Call } from '../../../../../src/load/engines/grpc/call.ts';
import { CallTable } from '../../../../../src/load/engines/grpc/call-table.ts';

function callOn(streamId: number): Call {
  const call = new Call();
  call.begin(streamId, 0);
  return call;
}

/** The table and a Map that it should not differ from. */
class Compared {
  readonly table = new CallTable();
  readonly model = new Map<number, Call>();
  #streamId: number;

  constructor(firstStreamId: number) {
    this.#streamId = firstStreamId;
  }

  add(): void {
    const call = callOn(this.#streamId);
    this.#streamId += 2;
    this.table.add(call);
    this.model.set(call.streamId, call);
  }

  remove(index: number): void {
    const call = [...this.model.values()][index % Math.max(1, this.model.size)];
    if (call === undefined) return;
    this.table.remove(call);
    this.model.delete(call.streamId);
  }

  compare(): void {
    assert.equal(this.table.size, this.model.size);
    assert.deepEqual(this.table.inOrder(), [...this.model.values()]);
    for (let id = 1; id < this.#streamId; id += 2) {
      assert.equal(this.table.get(id), this.model.get(id));
    }
  }
}

describe('the call table', () => {
  it('does what a Map by stream id does, while ids count up and calls end in any order', () => {
    const adding = { weight: 3, arbitrary: fc.constant('add' as const) };
    const removing = { weight: 2, arbitrary: fc.nat(200) };
    const steps = fc.array(fc.oneof(adding, removing), { maxLength: 400 });
    fc.assert(
      fc.property(steps, fc.nat(1000), (all, first) => {
        const compared = new Compared(2 * first + 1);
        for (const step of all) {
          if (step === 'add') compared.add();
          else compared.remove(step);
        }
        compared.compare();
      }),
    );
  });

  it('does nothing for a call that is not in it', () => {
    const table = new CallTable();
    table.add(callOn(1));
    table.remove(callOn(129));
    assert.equal(table.size, 1);
  });
});
