import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isLoopback } from '../../../src/clients/loopback.ts';

describe('isLoopback', () => {
  for (const host of [
    'localhost',
    'LOCALHOST',
    'a.localhost',
    '127.0.0.1',
    '127.9.9.9',
    '::1',
    '[::1]',
    '::ffff:127.0.0.1',
    '0.0.0.0',
  ]) {
    it(`${host} is this machine`, () => assert.equal(isLoopback(host), true));
  }
  for (const host of ['127.0.0.1.evil.com', 'localhost.com', '10.0.0.1', '128.0.0.1', '::2', '']) {
    it(`"${host}" is not`, () => assert.equal(isLoopback(host), false));
  }
});
