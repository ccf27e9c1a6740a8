import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { findCalibration, saveCalibration } from '../../../../src/app/ab/calibrations.ts';
import type { Calibration } from '../../../../src/contract/calibration.ts';

const DAY_MS = 86_400_000;
const NOW = Date.parse('2026-11-23T00:00:00.000Z');
const conditions = { CPU: 'Example CPU', protocol: 'http', batchSize: '1' };
const own = { fingerprint: 'ab12', conditions };

const made = (over: Partial<Calibration> = {}): Calibration => ({
  ...{ version: 1, at: new Date(NOW).toISOString(), load: 'qps=200', pairs: 8, metrics: [] },
  ...own,
  ...over,
});

let state = '';
beforeEach(() => {
  state = join(mkdtempSync(join(tmpdir(), 'inferbench-calibrations-')), 'state');
});
afterEach(() => rmSync(join(state, '..'), { recursive: true, force: true }));

describe('a calibration that is kept', () => {
  it('is found again under the same conditions, and only this user can read it', async () => {
    const file = await saveCalibration(state, made());
    assert.deepEqual(readdirSync(state), ['calibration-ab12.json']);
    assert.equal(statSync(file).mode & 0o777, 0o600);
    const found = await findCalibration(state, own, NOW + 29 * DAY_MS);
    assert.deepEqual(found, { calibration: made(), why: null });
  });

  it('is not used after 30 days, which is said', async () => {
    await saveCalibration(state, made());
    const { calibration, why } = await findCalibration(state, own, NOW + 31 * DAY_MS);
    assert.equal(calibration, null);
    assert.match(why ?? '', /31 days old and not used/);
  });

  it('of other conditions is not used, and what differs is named', async () => {
    await saveCalibration(state, made());
    const now = { fingerprint: 'ff', conditions: { ...conditions, protocol: 'grpc' } };
    const { calibration, why } = await findCalibration(state, now, NOW);
    assert.equal(calibration, null);
    assert.match(why ?? '', /\(protocol: http then, grpc now\) and is not used/);
  });

  it('that is damaged is named and not used', async () => {
    const file = await saveCalibration(state, made());
    for (const text of ['{', '{"version": 7}', '']) {
      writeFileSync(file, text);
      const { calibration, why } = await findCalibration(state, own, NOW);
      assert.equal(calibration, null);
      assert.match(why ?? '', /calibration-ab12\.json is damaged and not used/);
    }
  });

  it('is missed by nobody where nothing was ever calibrated', async () => {
    assert.deepEqual(await findCalibration(state, own, NOW), { calibration: null, why: null });
  });
});
