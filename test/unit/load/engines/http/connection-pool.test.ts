import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Connection } from '../../../../../src/load/engines/http/connection.ts';
import { ConnectionPool } from '../../../../../src/load/engines/http/connection-pool.ts';
import { VirtualClock } from '../../../../../src/load/simulator/virtual-clock.ts';

/** A pool whose connections are decided by the test. */
function pool(connections: number, maxConnections: number) {
  const clock = new VirtualClock(0);
  const attempts: { connection: Connection; atNs: number }[] = [];
  const demand = { waiting: 0 };
  const made = new ConnectionPool({
    clock,
    connections,
    maxConnections,
    connect: () => {
      const connection = { number: attempts.length } as unknown as Connection;
      attempts.push({ connection, atNs: clock.nowNs() });
      return connection;
    },
    waiting: () => demand.waiting,
  });
  const decide = (from: number, to: number, isGood: boolean) => {
    for (const { connection } of attempts.slice(from, to)) {
      if (isGood) made.succeeded();
      else made.failed(connection);
      if (isGood) made.release(connection);
    }
  };
  return { pool: made, clock, attempts, demand, decide };
}

const until = (clock: VirtualClock, ns: number) =>
  clock.runUntil(new Promise<void>((resolve) => clock.at(ns, resolve)));

describe('a connection pool', () => {
  it('opens what it was asked for, 64 at a time', () => {
    const { pool: p, attempts, decide } = pool(100, 200);
    p.fill();
    assert.equal(attempts.length, 64);
    decide(0, 64, true);
    p.fill();
    assert.equal(attempts.length, 100);
  });

  it('opens one for each request that waits, and no more than the limit', () => {
    const { pool: p, attempts, demand, decide } = pool(2, 5);
    p.fill();
    decide(0, 2, true);
    demand.waiting = 2;
    p.grow();
    p.grow();
    assert.equal(attempts.length, 4);
    demand.waiting = 50;
    p.grow();
    assert.equal(attempts.length, 5);
  });

  it('hands out the connection that came back last, and never one that was lost', () => {
    const { pool: p, attempts, decide } = pool(3, 3);
    p.fill();
    decide(0, 3, true);
    const [first, second, third] = attempts.map(({ connection }) => connection);
    p.lost(second as Connection);
    assert.deepEqual([p.take(), p.take(), p.take()], [third, first, undefined]);
    assert.equal(p.live, 2);
  });

  it('tries one at a time, 50 ms apart, as long as attempts fail', async () => {
    const { pool: p, attempts, demand, decide, clock } = pool(4, 8);
    p.fill();
    decide(0, 4, false);
    demand.waiting = 6;
    for (let atMs = 1; atMs <= 400; atMs += 1) {
      clock.at(atMs * 1e6, () => {
        p.grow();
        if (attempts.length > 4 && p.opening > 0)
          decide(attempts.length - 1, attempts.length, false);
      });
    }
    await until(clock, 401e6);
    const times = attempts.slice(4).map(({ atNs }) => atNs);
    assert.ok(times.length >= 6 && times.length <= 8, `${times.length} attempts in 400 ms`);
    for (const [i, atNs] of times.entries()) assert.ok(atNs - (times[i - 1] ?? 0) >= 50e6);
  });

  it('opens freely again after an attempt that succeeded', async () => {
    const { pool: p, attempts, demand, decide, clock } = pool(1, 8);
    p.fill();
    decide(0, 1, false);
    demand.waiting = 5;
    p.grow();
    await until(clock, 60e6);
    assert.equal(attempts.length, 2);
    decide(1, 2, true);
    p.grow();
    assert.equal(attempts.length, 7);
  });

  it('tries no more once it is stopped', async () => {
    const { pool: p, attempts, demand, decide, clock } = pool(1, 8);
    p.fill();
    decide(0, 1, false);
    demand.waiting = 5;
    p.grow();
    p.stop();
    await until(clock, 200e6);
    assert.equal(attempts.length, 1);
  });
});
