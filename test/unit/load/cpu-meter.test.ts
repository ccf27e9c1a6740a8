import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { cpuBetween, parseProcStat } from '../../../src/load/cpu-meter.ts';

describe('the CPU meter', () => {
  it('reads the first line of /proc/stat: steal, and all but the guests, who are in user', () => {
    const text = 'cpu  10 20 30 400 50 6 7 80 9 9\ncpu0 1 2 3 4 5 6 7 8 9 9\n';
    assert.deepEqual(parseProcStat(text), { steal: 80, total: 603 });
  });
  for (const text of ['', 'cpu 1 2 3\n', 'intr 5\n']) {
    it(`makes nothing of ${JSON.stringify(text)}`, () => assert.equal(parseProcStat(text), null));
  }
  it('gives the share of one core for the process and of all cores for steal', () => {
    const before = { atNs: 0, processNs: 1e9, machine: { steal: 10, total: 1000 } };
    const after = { atNs: 2e9, processNs: 4e9, machine: { steal: 60, total: 1200 } };
    assert.deepEqual(cpuBetween(before, after), { cpuShare: 1.5, stealShare: 0.25 });
  });
  it('knows no steal where the machine does not tell', () => {
    const reading = { atNs: 0, processNs: 0, machine: null };
    assert.deepEqual(cpuBetween(reading, reading), { cpuShare: 0, stealShare: null });
  });
});
