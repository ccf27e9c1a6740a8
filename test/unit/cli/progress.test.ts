import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { startProgress } from '../../../src/cli/progress.ts';
import type { Interval } from '../../../src/contract/point.ts';
import { aPoint } from '../../support/a-result.ts';
import { fakeOutside } from '../../support/fake-outside.ts';

const CLEAR_LINE = '\r\u001b[2K';
const SECOND: Interval = {
  second: 6,
  phase: 'measured',
  due: 200,
  sent: 199,
  completed: 190,
  failed: 2,
  timedOut: 1,
  inFlight: 7,
  waiting: 1,
  stallNs: 0,
  response: '',
  service: '',
};

function stderrOf(isTerminal: boolean, columns = 100) {
  const { outside, written } = fakeOutside([]);
  const stderr = { ...outside.stderr, isTerminal, columns: () => columns };
  return { progress: startProgress(stderr), written };
}

describe('progress', () => {
  it('on a terminal is one line that is written over', () => {
    const { progress, written } = stderrOf(true);
    progress.events.onInterval?.(SECOND, { p50Ms: 0.412, p99Ms: null });
    const line = '  measuring 7 s · 199/s sent · 7 in flight · p50 0.412 ms · p99 – · 3 errors';
    assert.equal(written.stderr, CLEAR_LINE + line);
    progress.stop();
    assert.ok(written.stderr.endsWith(CLEAR_LINE));
  });
  it('says where in the run it is, and when only answers are waited for', () => {
    const { progress, written } = stderrOf(true);
    progress.events.onLoad?.(aPoint().workload, 7000);
    progress.events.onInterval?.(SECOND, { p50Ms: 1, p99Ms: 2 });
    assert.match(written.stderr, / measuring 7 s of 7 s /);
    progress.events.onInterval?.({ ...SECOND, second: 7 }, { p50Ms: 1, p99Ms: 2 });
    assert.match(written.stderr, / waiting for the last answers /);
  });
  it('is never wider than the terminal', () => {
    const { progress, written } = stderrOf(true, 20);
    progress.events.onInterval?.(SECOND, { p50Ms: 1, p99Ms: 2 });
    assert.equal(written.stderr.slice(CLEAR_LINE.length).length, 19);
  });
  it('is quiet in a pipe, but for warnings', () => {
    const { progress, written } = stderrOf(false);
    progress.events.onStep?.('server', 'up', 5);
    progress.events.onInterval?.(SECOND, { p50Ms: 1, p99Ms: 2 });
    progress.stop();
    assert.equal(written.stderr, '');
    progress.events.onWarning?.('careful');
    assert.equal(written.stderr, 'bench: careful\n');
  });
  it('lets no escape code of a server through', () => {
    const { progress, written } = stderrOf(true);
    progress.events.onStep?.('model', '\u001b[2Jx', 1000);
    assert.equal(written.stderr, '✔ model: \\x1b[2Jx (1.0 s)\n');
  });
});
