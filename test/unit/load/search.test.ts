import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  nextSearchStep,
  type Probe,
  type SearchSpec,
  type SearchStep,
} from '../../../src/load/search.ts';
import { numbersFrom } from '../../support/a-measurement.ts';

type Answer = Extract<SearchStep, { kind: 'over' }>;
type Server = (ratePerSecond: number, run: number) => Probe['finding'];

const SPEC: SearchSpec = { lowPerSecond: 50, highPerSecond: 5000, precision: 0.05 };
const step = (probes: readonly Probe[], runsLeft = 100) => nextSearchStep(SPEC, probes, runsLeft);

function search(server: Server, spec = SPEC, budget = 100): { answer: Answer; probes: Probe[] } {
  const probes: Probe[] = [];
  for (;;) {
    const next = nextSearchStep(spec, probes, budget - probes.length);
    if (next.kind === 'over') return { answer: next, probes };
    assert.ok(probes.length < budget, 'goes on after its time');
    const { role, ratePerSecond } = next;
    assert.ok(ratePerSecond >= spec.lowPerSecond && ratePerSecond <= spec.highPerSecond);
    probes.push({ role, ratePerSecond, finding: server(ratePerSecond, probes.length) });
  }
}

/** A server that meets the gates up to its capacity, exactly. */
const sharp =
  (capacity: number): Server =>
  (rate) =>
    rate <= capacity ? 'met' : 'missed';

describe('a search against a server of known capacity', () => {
  it('finds it within the precision, confirmed and refuted by fresh runs, for 2,000 capacities', () => {
    const next = numbersFrom(1);
    for (let i = 0; i < 2000; i += 1) {
      const capacity = 50 * 100 ** next();
      const { answer, probes } = search(sharp(capacity));
      const rate = answer.ratePerSecond ?? 0;
      if (answer.outcome === 'all-met') assert.equal(capacity >= 5000 && rate, 5000);
      else assert.equal(answer.outcome, 'found', `capacity ${capacity}`);
      assert.ok(rate <= capacity && rate * 1.052 >= capacity, `${rate} for ${capacity}`);
      assert.ok(probes.length <= 16, `${probes.length} runs`);
      const last = probes.slice(-2).map(({ role, finding }) => [role, finding]);
      assert.deepEqual(last, [
        ['confirmation', 'met'],
        ['refutation', 'missed'],
      ]);
      assert.equal(answer.confirmed, true);
    }
  });
  it('comes close where the chance of meeting falls over a tenth of the rate, for 3,000 seeds', () => {
    let far = 0;
    for (let seed = 1; seed <= 3000; seed += 1) {
      const next = numbersFrom(seed);
      const capacity = 60 * 70 ** next();
      // Certain below 95 % of the capacity, impossible above 105 %, a matter of luck between.
      const noisy: Server = (rate) =>
        next() < 0.5 + (1 - rate / capacity) * 10 ? 'met' : 'missed';
      const { answer, probes } = search(noisy);
      assert.equal(answer.outcome, 'found', `seed ${seed}`);
      const error = (answer.ratePerSecond ?? 0) / capacity;
      assert.ok(error <= 1.05 && error >= 0.9 - 0.05, `seed ${seed}: ${error}`);
      if (probes.length > 24) far += 1;
    }
    assert.ok(far < 60, `${far} of 3,000 searches took more than 24 runs`);
  });
  it('is not led astray by a generator that is at fault now and then', () => {
    for (let seed = 1; seed <= 1000; seed += 1) {
      const next = numbersFrom(seed);
      const capacity = 60 * 70 ** next();
      const { answer } = search((rate, run) =>
        next() < 0.02 ? 'unsure' : sharp(capacity)(rate, run),
      );
      const rate = answer.ratePerSecond ?? 0;
      assert.ok(rate <= capacity, `seed ${seed}`);
      if (answer.outcome === 'found') assert.ok(rate * 1.052 >= capacity, `seed ${seed}`);
      else assert.equal(answer.outcome, 'limited-by-generator', `seed ${seed}`);
    }
  });
});

describe('a search answers', () => {
  it('that all is met when the high end is, after a fresh run there', () => {
    const { answer, probes } = search(sharp(1e9));
    assert.deepEqual(
      [answer.outcome, answer.ratePerSecond, answer.missedPerSecond],
      ['all-met', 5000, null],
    );
    assert.equal(probes.at(-1)?.role, 'confirmation');
  });
  it('that nothing is met when the low end is not', () => {
    const { answer, probes } = search(sharp(1));
    assert.deepEqual([answer.outcome, answer.ratePerSecond], ['none-met', null]);
    assert.equal(probes.length, 1);
  });
  it('that the generator is the limit when a rate stays invalid', () => {
    const { answer, probes } = search((rate) => (rate > 700 ? 'unsure' : 'met'));
    assert.equal(answer.outcome, 'limited-by-generator');
    assert.ok((answer.ratePerSecond ?? 0) > 660 && (answer.ratePerSecond ?? 0) <= 700);
    const invalid = probes.filter(({ finding }) => finding === 'unsure');
    const rates = new Set(invalid.map(({ ratePerSecond }) => ratePerSecond));
    assert.equal(invalid.length, 2 * rates.size, 'each is repeated once');
  });
  it('that the generator is the limit when not even the low end can be measured', () => {
    const { answer, probes } = search(() => 'unsure');
    assert.deepEqual(
      [answer.outcome, answer.ratePerSecond, probes.length],
      ['limited-by-generator', null, 2],
    );
  });
  it('that the generator is the limit when the time is up above a rate that stayed invalid', () => {
    const probes: Probe[] = [
      { role: 'probe', ratePerSecond: 50, finding: 'met' },
      { role: 'probe', ratePerSecond: 100, finding: 'unsure' },
      { role: 'probe', ratePerSecond: 100, finding: 'unsure' },
    ];
    const answer = nextSearchStep(SPEC, probes, 0);
    assert.ok(answer.kind === 'over');
    assert.deepEqual([answer.outcome, answer.ratePerSecond], ['limited-by-generator', 50]);
  });
  it('with what it knows when the time is up, and keeps back two runs to make sure of it', () => {
    for (let budget = 0; budget <= 16; budget += 1) {
      const { answer, probes } = search(sharp(777), SPEC, budget);
      assert.ok(probes.length <= budget);
      assert.ok((answer.ratePerSecond ?? 0) <= 777);
      assert.ok((answer.missedPerSecond ?? 5000) > 777);
      if (answer.outcome !== 'found') assert.equal(answer.outcome, 'out-of-time');
      if (budget >= 8) assert.equal(answer.confirmed, true, `budget ${budget}`);
    }
  });
});

describe('a step of a search', () => {
  const seen = (...list: [Probe['role'], number, Probe['finding']][]): Probe[] =>
    list.map(([role, ratePerSecond, finding]) => ({ role, ratePerSecond, finding }));
  it('begins at the low end, then doubles', () => {
    assert.deepEqual(step([]), { kind: 'run', role: 'probe', ratePerSecond: 50 });
    assert.deepEqual(step(seen(['probe', 50, 'met'])), {
      ...{ kind: 'run', role: 'probe', ratePerSecond: 100 },
    });
  });
  it('is the geometric middle once something was missed', () => {
    assert.deepEqual(step(seen(['probe', 50, 'met'], ['probe', 200, 'missed'])), {
      ...{ kind: 'run', role: 'probe', ratePerSecond: 100 },
    });
  });
  it('goes back below a rate whose confirmation fails', () => {
    const probes = seen(
      ['probe', 90, 'met'],
      ['probe', 100, 'met'],
      ['probe', 104, 'missed'],
      ['confirmation', 100, 'missed'],
    );
    const next = step(probes);
    assert.ok(next.kind === 'run' && next.ratePerSecond < 100 && next.ratePerSecond > 90);
  });
  it('goes on above a rate whose refutation fails', () => {
    const probes = seen(
      ['probe', 100, 'met'],
      ['probe', 104, 'missed'],
      ['confirmation', 100, 'met'],
      ['refutation', 105, 'met'],
    );
    const next = step(probes);
    assert.ok(next.kind === 'run' && next.ratePerSecond > 105 && next.ratePerSecond < 120);
  });
});
