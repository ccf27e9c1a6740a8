import assert from 'node:assert/strict';
import {
  closeSync,
  mkdtempSync,
  openSync,
  readFileSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { lastLines, logFile, trimLog } from '../../../../../src/stack/drivers/process/log-file.ts';

function logOf(text: string): string {
  const path = logFile(mkdtempSync(join(tmpdir(), 'bench-log-')), 'triton');
  writeFileSync(path, text);
  return path;
}

describe('the last lines of a log', () => {
  for (const [what, text, expected] of [
    ['all of a short one', 'a\nb\n', ['a', 'b']],
    ['the last of a long one', 'a\nb\nc\nd\n', ['b', 'c', 'd']],
    ['one that is being written', 'a\nhalf a li', ['a', 'half a li']],
    ['empty lines between others', 'a\n\nb\n', ['a', '', 'b']],
    ['no carriage returns', 'a\r\nb\r\n', ['a', 'b']],
    ['none of an empty one', '', []],
  ] as const) {
    it(`are ${what}`, () => assert.deepEqual(lastLines(logOf(text), 3), expected));
  }

  it('are none where there is no log', () => {
    assert.deepEqual(lastLines('/nowhere/triton.log', 3), []);
  });

  it('come from the end of a huge one, and are cut', () => {
    const lines = lastLines(logOf(`${'x'.repeat(3_000_000)}\n${'y'.repeat(5000)}\nlast\n`), 2);
    assert.deepEqual(
      lines.map((line) => [line[0], line.length]),
      [
        ['y', 1000],
        ['l', 4],
      ],
    );
  });
});

describe('a log that grows too long', () => {
  it('is cut to its end, and goes on', () => {
    const path = logOf('');
    const writer = openSync(path, 'a');
    writeSync(writer, `first\n${'x'.repeat(1_000_000)}\nlast\n`);
    trimLog(path, 500_000);
    writeSync(writer, 'after\n');
    closeSync(writer);
    assert.ok(statSync(path).size < 500_000);
    assert.deepEqual(lastLines(path, 2), ['last', 'after']);
    assert.match(readFileSync(path, 'utf8'), /^\(cut: only the end is kept\)\n/);
  });

  it('is left alone before', () => {
    const path = logOf('a\nb\n');
    trimLog(path, 4);
    assert.deepEqual(lastLines(path, 9), ['a', 'b']);
    trimLog('/nowhere/triton.log');
  });
});
