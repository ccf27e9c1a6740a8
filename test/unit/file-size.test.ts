import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';
import { fileURLToPath } from 'node:url';

const MAX_LINES = 250;
const src = join(fileURLToPath(new URL('.', import.meta.url)), '../../../src');

it(`no source file is longer than ${MAX_LINES} lines`, () => {
  const tooLong = readdirSync(src, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .filter((name) => readFileSync(join(src, name), 'utf8').split('\n').length - 1 > MAX_LINES);
  assert.deepEqual(tooLong, []);
});
