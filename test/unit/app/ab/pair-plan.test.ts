import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { type DonePair, nextStep, type PairCounts } from '../../../../src/app/ab/pair-plan.ts';
import type { ComparisonVerdict } from '../../../../src/contract/comparison.ts';

/** Measures until there is nothing left; `isUnsound` says which pairs are, by their place. */
function play(
  counts: PairCounts,
  isUnsound: (nth: number) => boolean = () => false,
  verdict: ComparisonVerdict = 'no-change',
) {
  const done: DonePair[] = [];
  for (;;) {
    const step = nextStep(done, counts, () => verdict);
    if (step.kind !== 'measure') return { done, ending: step.kind };
    const { order, role, nth } = step.pair;
    assert.equal(nth, done.length);
    done.push({ order, role, isUnsound: isUnsound(nth) });
  }
}

const orders = (done: readonly DonePair[]) => done.map(({ order }) => order).join(' ');

describe('the order of pairs', () => {
  it('is AB BA BA AB, again and again', () => {
    const { done, ending } = play({ pairs: 8, confirm: 0 });
    assert.equal(orders(done), 'AB BA BA AB AB BA BA AB');
    assert.equal(ending, 'whole');
  });

  it('leaves nothing of a steady drift in any block of four', () => {
    const { done } = play({ pairs: 20, confirm: 0 });
    const runs = done.flatMap(({ order }) => [...order]);
    for (let block = 0; block < runs.length; block += 8) {
      const meanOf = (side: string) =>
        runs.slice(block, block + 8).reduce((sum, one, at) => sum + (one === side ? at : 0), 0) / 4;
      assert.equal(meanOf('A'), meanOf('B'));
    }
  });
});

describe('a pair that cannot be relied on', () => {
  it('is measured once more after all others, in its own order', () => {
    const { done, ending } = play({ pairs: 8, confirm: 0 }, (nth) => nth === 1 || nth === 4);
    assert.equal(ending, 'whole');
    assert.deepEqual(
      done.slice(8).map(({ order, role }) => [order, role]),
      [
        ['BA', 'repeat'],
        ['AB', 'repeat'],
      ],
    );
  });

  it('is measured again when that went wrong too, as long as it is one in four', () => {
    const { done, ending } = play({ pairs: 8, confirm: 0 }, (nth) => nth === 2 || nth === 8);
    assert.deepEqual([done.length, ending], [10, 'whole']);
  });

  it('ends it all as soon as there are too many', () => {
    const { done, ending } = play({ pairs: 8, confirm: 0 }, (nth) => nth < 3);
    assert.deepEqual([done.length, ending], [3, 'lost']);
  });

  it('may be one of however few', () => {
    assert.equal(play({ pairs: 2, confirm: 0 }, (nth) => nth === 0).done.length, 3);
    assert.equal(play({ pairs: 2, confirm: 0 }, (nth) => nth < 2).ending, 'lost');
  });
});

describe('a confirmation', () => {
  it('is measured after "regressed" alone, in an order of its own', () => {
    const { done } = play({ pairs: 6, confirm: 4 }, () => false, 'regressed');
    assert.equal(orders(done), 'AB BA BA AB AB BA AB BA BA AB');
    assert.deepEqual(
      done.map(({ role }) => role === 'confirmation'),
      [...new Array(6).fill(false), ...new Array(4).fill(true)],
    );
    for (const verdict of ['improved', 'no-change', 'inconclusive', 'invalid'] as const) {
      assert.equal(play({ pairs: 6, confirm: 4 }, () => false, verdict).done.length, 6);
    }
  });

  it('measures its own unsound pairs once more, and is lost with too many', () => {
    const counts = { pairs: 2, confirm: 4 };
    const one = play(counts, (nth) => nth === 3, 'regressed');
    assert.deepEqual([one.done.length, one.done.at(-1)?.order, one.ending], [7, 'BA', 'whole']);
    assert.equal(play(counts, (nth) => nth > 3, 'regressed').ending, 'lost');
  });
});

describe('whatever goes wrong', () => {
  it('it comes to an end, with as many sound pairs as were wanted or with too many unsound ones', () => {
    const places = fc.array(fc.boolean(), { minLength: 60, maxLength: 60 });
    const wanted = fc.record({ pairs: fc.integer({ min: 2, max: 20 }), confirm: fc.constant(0) });
    fc.assert(
      fc.property(wanted, places, (counts, unsound) => {
        const { done, ending } = play(counts, (nth) => unsound[nth] ?? false);
        const lost = done.filter((pair) => pair.isUnsound).length;
        const most = Math.ceil(counts.pairs / 4);
        if (ending === 'whole') assert.equal(done.length - lost, counts.pairs);
        else assert.equal(lost, most + 1);
      }),
    );
  });
});
