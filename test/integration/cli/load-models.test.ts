import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { assertFineOrNoisy, onlyResult } from '../../support/only-result.ts';
import { emptyFolder, runBench } from '../../support/run-bench.ts';

describe('bench run --stages', () => {
  it('sends exactly the area under the rates, from two workers too, and names the load', async () => {
    const cwd = emptyFolder();
    const stages = ['--stages', '0-100/2s,100/1s,300/500ms', '--workers', '2'];
    const { exitCode, stdout } = await runBench(['run', ...stages, '--warmup', '1s'], cwd);
    const document = onlyResult(cwd);
    assertFineOrNoisy(exitCode, document);
    const [point] = document.points;
    assert.equal(point?.name, 'stages=0-100/2s,100/1s,300/500ms');
    assert.deepEqual(
      point.phases.map(({ counters }) => [counters.planned, counters.completed]),
      [
        [50, 50],
        [350, 350],
      ],
    );
    assert.equal(point.server?.requests, 400);
    assert.match(stdout, /stages 0-100\/2s,100\/1s,300\/500ms, Poisson arrivals/);
  });
});

describe('bench run --trace', () => {
  it('sends what was recorded, when it was', async () => {
    const cwd = emptyFolder();
    const times = Array.from({ length: 120 }, (_, i) => (i < 100 ? i / 100 : 2 + i / 1000));
    writeFileSync(join(cwd, 'day.txt'), `# a day\n${times.join('\n')}\n`);
    const { exitCode, stdout } = await runBench(
      ['run', '--trace', 'day.txt', '--warmup', '0'],
      cwd,
    );
    const document = onlyResult(cwd);
    assertFineOrNoisy(exitCode, document);
    const [point] = document.points;
    assert.equal(point?.workload.trace?.arrivals, 120);
    assert.deepEqual(point.intervals.map(({ due }) => due).slice(0, 3), [100, 0, 20]);
    assert.match(stdout, /trace day\.txt, 120 recorded arrivals/);
  });
  it('is refused with the line that goes backwards', async () => {
    const cwd = emptyFolder();
    writeFileSync(join(cwd, 'day.txt'), '0\n0.5\n0.4\n');
    const { exitCode, stderr } = await runBench(['run', '--trace', 'day.txt'], cwd);
    assert.equal(exitCode, 2);
    assert.match(stderr, /day\.txt: line 3: "0\.4" comes after 0\.5: it goes backwards/);
  });
});
