import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { OUTCOMES } from '../../../../src/contract/outcome.ts';
import { createNullEngine } from '../../../../src/load/engines/null-engine.ts';
import { VirtualClock } from '../../../../src/load/simulator/virtual-clock.ts';
import { aSlot } from '../stats/a-slot.ts';

const SECOND = 1e9;

async function opened() {
  const clock = new VirtualClock();
  const engine = createNullEngine({ clock });
  const ended: [index: number, outcome: string | undefined][] = [];
  await engine.open((slot) => ended.push([slot.index, OUTCOMES[slot.outcome]]));
  const turn = () => clock.runUntil(new Promise<void>((next) => clock.nextTurn(next)));
  return { clock, engine, ended, turn };
}

describe('the null engine', () => {
  it('answers well on the next turn, never from inside dispatch', async () => {
    const { clock, engine, ended, turn } = await opened();
    const slot = aSlot({ index: 7, outcome: 'reset' });
    engine.dispatch(slot);
    clock.stall(SECOND);
    assert.deepEqual(ended, []);
    await turn();
    assert.deepEqual(ended, [[7, 'ok']]);
    assert.equal(slot.doneNs - slot.sentNs, SECOND);
    assert.equal(slot.firstByteNs, slot.doneNs);
  });

  it('hands each slot back once, also those that are dispatched while others are answered', async () => {
    const clock = new VirtualClock();
    const engine = createNullEngine({ clock });
    const answered: number[] = [];
    const last = new Promise<void>((resolve) => {
      void engine.open((slot) => {
        answered.push(slot.index);
        if (slot.index === 999) resolve();
        if (slot.index < 990) engine.dispatch(aSlot({ index: slot.index + 10 }));
      });
    });
    for (let index = 0; index < 10; index += 1) engine.dispatch(aSlot({ index }));
    await clock.runUntil(last);
    assert.deepEqual(
      answered,
      Array.from({ length: 1000 }, (_, index) => index),
    );
  });

  it('ends what is in flight as aborted when it is closed', async () => {
    const { engine, ended, turn } = await opened();
    engine.dispatch(aSlot({ index: 1 }));
    await engine.close();
    await turn();
    assert.deepEqual(ended, [[1, 'aborted']]);
  });
});
