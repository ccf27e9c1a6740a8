import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { describe, it } from 'node:test';
import {
  parsePs,
  parseStat,
  processEntry,
  processTable,
} from '../../../../../src/stack/drivers/process/process-table.ts';

const REST = '1 77 77 0 -1 4194560 0 0 0 0 0 0 0 0 20 0 1 0 98765 0 0';

describe('a line of /proc/PID/stat', () => {
  it('gives group, start and state', () => {
    assert.deepEqual(parseStat(77, `77 (bench) S ${REST}`, 'boot'), {
      pid: 77,
      groupId: 77,
      startedAt: 'boot:98765',
      isZombie: false,
    });
  });

  it('is read right whatever the program calls itself', () => {
    const entry = parseStat(77, `77 (a) Z 1 (b) S) Z ${REST}`, 'boot');
    assert.deepEqual([entry?.groupId, entry?.isZombie], [77, true]);
  });

  it('is nothing when the process went while it was read', () => {
    assert.equal(parseStat(77, '', 'boot'), null);
  });
});

describe('what ps prints where there is no /proc', () => {
  it('gives the same', () => {
    const text =
      '    1     1 Ss   Mon Nov 23 17:00:01 2026\n  812   800 Z+   Tue Nov 24 09:08:07 2026\n';
    assert.deepEqual(parsePs(text), [
      { pid: 1, groupId: 1, startedAt: 'Mon Nov 23 17:00:01 2026', isZombie: false },
      { pid: 812, groupId: 800, startedAt: 'Tue Nov 24 09:08:07 2026', isZombie: true },
    ]);
  });
});

describe('ps itself', () => {
  it('prints what is read', () => {
    const columns = ['-ax', '-o', 'pid=,pgid=,stat=,lstart='];
    const self = parsePs(execFileSync('/bin/ps', columns, { encoding: 'utf8' })).find(
      ({ pid }) => pid === process.pid,
    );
    assert.match(self?.startedAt ?? '', /\d\d:\d\d:\d\d/);
    assert.equal(self?.groupId, processEntry(process.pid)?.groupId);
  });
});

describe('the table of processes', () => {
  it('holds this one, and knows it again', () => {
    const self = processEntry(process.pid);
    assert.equal(self?.isZombie, false);
    assert.deepEqual(
      processTable().find(({ pid }) => pid === process.pid),
      self,
    );
  });

  it('has nothing where there is no process', () => assert.equal(processEntry(2 ** 22 + 1), null));
});
