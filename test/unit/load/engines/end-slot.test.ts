import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { OUTCOME_CODE, type Outcome } from '../../../../src/contract/outcome.ts';
import { endSlot } from '../../../../src/load/engines/end-slot.ts';
import type { Slot } from '../../../../src/load/engines/engine.ts';

function ended(sentNs: number, outcome: Outcome, nowNs: number, detail = 'words'): Slot {
  const slot = { sentNs, detail: '', correct: 3, doneNs: -1, outcome: 0 } as Slot;
  endSlot(slot, OUTCOME_CODE[outcome], detail, nowNs, 1000);
  return slot;
}

describe('the end of a request', () => {
  it('is now, with its outcome and its words', () => {
    const { doneNs, outcome, detail } = ended(500, 'reset', 1500);
    assert.deepEqual([doneNs, outcome, detail], [1500, OUTCOME_CODE.reset, 'words']);
  });

  for (const outcome of ['ok', 'reset', 'timed-out', 'aborted'] as const) {
    it(`is its deadline when it comes later: ${outcome}`, () => {
      const slot = ended(500, outcome, 1501);
      assert.equal(slot.doneNs, 1500);
      assert.equal(slot.outcome, OUTCOME_CODE['timed-out']);
      assert.deepEqual([slot.detail, slot.correct], ['no answer in time', 0]);
    });
  }

  for (const [firstByteNs, words] of [
    [1500, 'the answer was not over in time'],
    [1501, 'no answer in time'],
  ] as const) {
    it(`says whether an answer had begun by its deadline of 1500: first byte at ${firstByteNs}`, () => {
      const slot = { sentNs: 500, firstByteNs } as Slot;
      endSlot(slot, OUTCOME_CODE['timed-out'], '', 1600, 1000);
      assert.equal(slot.detail, words);
    });
  }

  it('has no deadline when it was never sent', () => {
    const slot = ended(-1, 'unsent', 5000);
    assert.deepEqual([slot.doneNs, slot.outcome], [5000, OUTCOME_CODE.unsent]);
  });

  it('keeps what the check counted only where the check decided', () => {
    assert.equal(ended(500, 'ok', 600).correct, 3);
    assert.equal(ended(500, 'wrong-answer', 600).correct, 3);
    assert.equal(ended(500, 'closed-mid-answer', 600).correct, 0);
  });

  it('shortens words that are too many', () => {
    const { detail } = ended(500, 'other', 600, 'x'.repeat(10_000));
    assert.ok(detail.length === 500 && detail.endsWith('…'));
  });
});
