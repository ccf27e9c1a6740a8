import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { isoTime } from '../../../src/report/iso-time.ts';
import { runId } from '../../../src/report/run-id.ts';
import { aPoint } from '../../support/a-result.ts';
import { HOSTILE } from '../../support/result-shapes.ts';

const STARTED = '2026-11-23T14:30:15.123Z';
const { workload } = aPoint();

function idOf(over: Partial<typeof workload> = {}, config: object = {}, attempt = 0): string {
  return runId(STARTED, { config, points: [{ workload: { ...workload, ...over } }] }, attempt);
}

describe('the id of a run', () => {
  it('says when, what and how much', () => {
    assert.match(idOf(), /^20261123-143015-mnist_mlp-100qps-[0-9a-f]{4}$/);
  });
  it('says how many are in flight where there is no rate', () => {
    assert.match(
      idOf({ model: 'closed', ratePerSecond: null, concurrency: 8 }),
      /-c8-[0-9a-f]{4}$/,
    );
  });
  it('differs when another run of the same second has taken it', () => {
    assert.notEqual(idOf({}, {}, 1), idOf());
  });
  it('says that it holds a row of loads, not its first', () => {
    assert.match(idOf({}, { sweep: 'qps=100,200' }), /-mnist_mlp-sweep-[0-9a-f]{4}$/);
    assert.match(idOf({}, { search: '100..200' }), /-mnist_mlp-search-[0-9a-f]{4}$/);
  });
  it('is a fit name for a folder, whatever the model is called', () => {
    const names = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('..', '.', '', '/', HOSTILE),
    );
    fc.assert(
      fc.property(names, (modelName) => {
        assert.match(idOf({ modelName }), /^[0-9]{8}-[0-9]{6}-[\w][\w.]{0,59}-100qps-/);
      }),
    );
  });
});

describe('a time in ISO 8601', () => {
  it('is what Date says', () => {
    const since1970 = fc.integer({ min: 0, max: 4_102_444_800_000 });
    fc.assert(
      fc.property(since1970, (ms) => assert.equal(isoTime(ms), new Date(ms).toISOString())),
    );
  });
});
