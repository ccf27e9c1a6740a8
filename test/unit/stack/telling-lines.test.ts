import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { tellingLines } from '../../../src/stack/telling-lines.ts';

const LOG = [
  "E1123 18:02:23 model_lifecycle.cc:642] failed to load 'broken' version 1: no such luck",
  '+--------+---------+',
  '| Option | Value   |',
  '+--------+---------+',
  '',
  'error: creating server: Internal - failed to load all models',
];

describe('the telling lines of a log', () => {
  it('leave out tables and blank lines', () => {
    assert.deepEqual(tellingLines(LOG, 2), [LOG[0], LOG[5]]);
  });
  it('are the last ones', () => assert.deepEqual(tellingLines(LOG, 1), [LOG[5]]));
});
