import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { epochMs } from '../../../src/report/epoch-ms.ts';
import { isoTime } from '../../../src/report/iso-time.ts';

describe('a moment in a result', () => {
  it('is the same after it was written and read', () => {
    const moments = fc.integer({ min: 0, max: Date.UTC(2399, 11, 31) });
    fc.assert(fc.property(moments, (ms) => assert.equal(epochMs(isoTime(ms)), ms)));
  });
});
