import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, it } from 'node:test';
import { unaccounted } from '../../../src/contract/accounting.ts';
import { runBenchmark } from '../../../src/index.ts';
import { emptyFolder } from '../../support/run-bench.ts';

/** The embedded server of this process, which has one at most. */
function embeddedServer(): number {
  const { stdout } = spawnSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' });
  const rows = stdout.split('\n').map((row) => row.trim().split(/\s+/));
  const row = rows.find(
    ([, parent, ...args]) =>
      Number(parent) === process.pid && /embedded\/main\.js/.test(args.join()),
  );
  assert.ok(row, stdout);
  return Number(row[0]);
}

describe('an embedded server that is killed while it is measured', () => {
  it('is said to be dead; nothing measured is lost, and the run counts as failed', async () => {
    const warnings: string[] = [];
    const { document } = await runBenchmark(
      { qps: 50, duration: '3s', warmup: '0' },
      {
        cwd: emptyFolder(),
        events: {
          onInterval: ({ second }) => {
            if (second === 0) process.kill(embeddedServer(), 'SIGKILL');
          },
          onWarning: (message) => warnings.push(message),
        },
      },
    );
    const [point] = document.points;
    assert.ok(point);
    const counters = point.phases.find(({ name }) => name === 'measured')?.counters;
    assert.ok(counters && counters.completed > 0 && counters.failed > 0);
    assert.equal(counters.planned, 150);
    assert.equal(unaccounted(counters), 0);
    assert.match(point.notes.join('\n'), /the embedded server was ended by SIGKILL/);
    assert.match(warnings.join('\n'), /the embedded server was ended by SIGKILL/);
    assert.deepEqual([document.status, document.exitCode], ['failed', 4]);
  });
});
