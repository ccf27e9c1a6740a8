import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { WaitingRing } from '../../../../src/load/pacing/waiting-ring.ts';

type Row = readonly [index: number, dueNs: number, dispatchedNs: number, touched: boolean];

describe('a waiting ring', () => {
  it('gives back what was put in, in order, however often it grows and wraps', () => {
    const steps = fc.array(fc.boolean(), { maxLength: 2000 });
    fc.assert(
      fc.property(steps, (pushes) => {
        const ring = new WaitingRing();
        const naive: Row[] = [];
        pushes.forEach((isPush, step) => {
          if (isPush || naive.length === 0) {
            const row: Row = [step, step * 1e9, step * 1e9 + 7, step % 3 === 0];
            ring.push(...row);
            naive.push(row);
          } else {
            const { headIndex, headDueNs, headDispatchedNs, headTouched } = ring;
            assert.deepEqual([headIndex, headDueNs, headDispatchedNs, headTouched], naive.shift());
            ring.dropHead();
          }
          assert.equal(ring.length, naive.length);
        });
      }),
    );
  });
  it('keeps a million that wait', () => {
    const ring = new WaitingRing();
    for (let i = 0; i < 1e6; i += 1) ring.push(i, i, i, false);
    for (let i = 0; i < 1e6; i += 1, ring.dropHead()) assert.equal(ring.headIndex, i);
    assert.equal(ring.length, 0);
  });
});
