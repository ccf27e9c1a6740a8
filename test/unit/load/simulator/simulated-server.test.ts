import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { OUTCOME_CODE } from '../../../../src/contract/outcome.ts';
import { createRandom } from '../../../../src/load/pacing/random.ts';
import {
  type ServerNature,
  SimulatedServer,
} from '../../../../src/load/simulator/simulated-server.ts';

const MS = 1e6;
const S = 1e9;
const REQUESTS = 200_000;

const aServer = (nature: Partial<ServerNature>) =>
  new SimulatedServer({ places: 1, serviceNs: () => 10 * MS, ...nature }, createRandom(1, 1));

/** Sorted times from coming in to the answer, at 200/s, the first tenth left out. */
function sojournsNs(places: number, load: number): number[] {
  const [arrivals, services] = [createRandom(7, 1), createRandom(7, 2)];
  const meanNs = (places * load * S) / 200;
  const server = aServer({ places, serviceNs: () => -Math.log(services()) * meanNs });
  let nowNs = 0;
  const sojourns = Array.from({ length: REQUESTS }, () => {
    nowNs += (-Math.log(arrivals()) * S) / 200;
    return server.takeIn(nowNs).atNs - nowNs;
  });
  return sojourns.slice(REQUESTS / 10).sort((a, b) => a - b);
}

const near = (actual: number, expected: number, share: number) =>
  assert.ok(Math.abs(actual / expected - 1) < share, `${actual} for ${expected}`);

describe('the simulated server', () => {
  it('is M/M/1: the time in it is exponential with rate μ − λ', () => {
    const sorted = sojournsNs(1, 0.7);
    const meanNs = S / (200 / 0.7 - 200);
    for (const share of [0.1, 0.5, 0.9, 0.99]) {
      const valueNs = sorted[Math.floor(share * sorted.length)] ?? 0;
      near(valueNs, -Math.log(1 - share) * meanNs, 0.05);
    }
  });

  it('is M/M/4: the mean wait is the one of Erlang’s C formula', () => {
    const sorted = sojournsNs(4, 0.8);
    const meanNs = sorted.reduce((sum, value) => sum + value, 0) / sorted.length;
    // C(4, 3.2) = 0.5964; wait = C/(4μ − λ), and 1/μ = 16 ms on top.
    near(meanNs, 16 * MS + (0.5964 * S) / (250 - 200), 0.03);
  });

  it('stands still in a pause: work begun before it goes on after it', () => {
    const server = aServer({ pauses: [{ fromNs: 5 * MS, toNs: 105 * MS }] });
    assert.equal(server.takeIn(0).atNs, 110 * MS);
    assert.equal(server.takeIn(50 * MS).atNs, 120 * MS);
  });

  it('loses what is inside when it goes down, refuses till it is up, and begins with no line', () => {
    const server = aServer({ restarts: [{ fromNs: 15 * MS, toNs: 40 * MS }] });
    const ends = [0, 1, 20, 40].map((ms) => server.takeIn(ms * MS));
    assert.deepEqual(
      ends.map(({ outcome }) => outcome),
      [OUTCOME_CODE.ok, OUTCOME_CODE.reset, OUTCOME_CODE.refused, OUTCOME_CODE.ok],
    );
    assert.deepEqual([ends[0]?.atNs, ends[1]?.atNs, ends[3]?.atNs], [10 * MS, 15 * MS, 50 * MS]);
    assert.equal(server.counted, 2);
  });

  it('fails the share that it is told to, and counts what it answered', () => {
    const server = aServer({ failureShares: { 'http-5xx': 0.1, 'timed-out': 0.2 } });
    const ends = Array.from({ length: 10_000 }, (_, i) => server.takeIn(i));
    const errors = ends.filter(({ outcome }) => outcome === OUTCOME_CODE['http-5xx']).length;
    const never = ends.filter(({ atNs }) => atNs === Infinity).length;
    near(errors, 1000, 0.1);
    near(never, 2000, 0.1);
    assert.equal(server.counted, 10_000 - errors - never);
  });
});
