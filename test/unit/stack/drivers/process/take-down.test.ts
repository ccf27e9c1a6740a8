import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { BenchError } from '../../../../../src/contract/bench-error.ts';
import { recordOf } from '../../../../../src/stack/drivers/process/take-down.ts';

const NOBODY = 65_534;

/** As a user to whom permissions apply. */
function asNobody<T>(act: () => T): T {
  if (process.getuid?.() !== 0) return act();
  process.seteuid?.(NOBODY);
  try {
    return act();
  } finally {
    process.seteuid?.(0);
  }
}

function refusal(act: () => unknown): BenchError {
  try {
    act();
  } catch (error) {
    return error as BenchError;
  }
  return assert.fail('nothing was refused');
}

describe('the record of a stack', () => {
  it('of another user is not called damaged, and nobody is told to remove it', () => {
    const folder = mkdtempSync(join(tmpdir(), 'bench-record-'));
    writeFileSync(join(folder, 'processes.json'), '{}');
    chmodSync(folder, 0o755);
    chmodSync(join(folder, 'processes.json'), 0);
    const { code, message, hint } = refusal(() => asNobody(() => recordOf('x', folder)));
    assert.equal(code, 'stack-not-ended');
    assert.match(message, /processes\.json may not be read by this user$/);
    assert.match(hint, /XDG_STATE_HOME/);
  });
  it('that is no record is called damaged, with the way out', () => {
    const folder = mkdtempSync(join(tmpdir(), 'bench-record-'));
    writeFileSync(join(folder, 'processes.json'), '{}');
    const { message, hint } = refusal(() => recordOf('x', folder));
    assert.match(message, /processes\.json is damaged$/);
    assert.match(hint, /remove/);
  });
  it('that is not there is none', () => {
    assert.equal(recordOf('x', mkdtempSync(join(tmpdir(), 'bench-record-'))), null);
  });
});
