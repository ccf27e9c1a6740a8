import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { coverageStudy } from '../../../simulation/coverage-study.ts';
import { growthStudy, LOADS } from '../../../simulation/growth-study.ts';
import { healthyStudy, serverStallStudy } from '../../../simulation/healthy-study.ts';
import { rulesStudy } from '../../../simulation/rules-study.ts';
import { meanOf, runRow } from '../../../simulation/study.ts';

/** A few seeds of each study; `node scripts/simulate.js` runs thousands. */
const SEEDS = 2;

describe('a healthy run', () => {
  for (const row of healthyStudy.rows) {
    it(`is valid: ${row.label}`, async () => {
      const found = await runRow(row, SEEDS);
      assert.deepEqual([meanOf(found, 'invalid'), meanOf(found, 'saturated')], [0, 0]);
    });
  }
});

describe('a server that stands still for 1.4 s', () => {
  for (const row of serverStallStudy.rows.slice(0, 2)) {
    it(`leaves the run valid: ${row.label}`, async () => {
      const found = await runRow(row, SEEDS);
      assert.deepEqual([meanOf(found, 'invalid'), meanOf(found, 'p99 marked')], [0, 0]);
    });
  }
});

describe('a rule', () => {
  for (const row of rulesStudy.rows) {
    it(`fires on its fault and on nothing else: ${row.label}`, async () => {
      const found = await runRow(row, SEEDS);
      assert.equal(meanOf(found, 'fired on its fault'), 1);
      assert.equal(meanOf(found, 'any rule fired on the twin'), 0);
    });
  }
});

describe('the growing-backlog rule', () => {
  for (const [i, row] of growthStudy.rows.entries()) {
    const load = LOADS[i] ?? 0;
    if (load > 0.99 && load < 1.1) continue;
    it(`${load < 1 ? 'is silent' : 'fires'} when the server is asked for ${load} of what it can take`, async () => {
      assert.equal(meanOf(await runRow(row, SEEDS), 'fired'), load < 1 ? 0 : 1);
    });
  }
});

describe('the printed interval', () => {
  for (const row of coverageStudy.rows.slice(0, 2)) {
    it(`holds the true percentile for eight seeds of ten at least: ${row.label}`, async () => {
      const found = await runRow(row, 10);
      assert.ok(meanOf(found, 'p50 covered') >= 0.8, JSON.stringify(found['p50 covered']));
      assert.ok(meanOf(found, 'p99 covered') >= 0.8, JSON.stringify(found['p99 covered']));
    });
  }
});
