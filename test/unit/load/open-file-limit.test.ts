import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openFileLimit, parseOpenFileLimit } from '../../../src/load/open-file-limit.ts';

const LIMITS = `Limit                     Soft Limit           Hard Limit           Units
Max processes             63432                63432                processes
Max open files            1024                 524288               files
`;

describe('the limit of open files', () => {
  it('is the soft one', () => assert.equal(parseOpenFileLimit(LIMITS), 1024));
  it('is none when it says unlimited, or nothing', () => {
    assert.equal(parseOpenFileLimit(LIMITS.replace('1024 ', 'unlimited ')), Infinity);
    assert.equal(parseOpenFileLimit(''), Infinity);
  });
  it('can be read on this machine', () => assert.ok(openFileLimit() > 0));
});
