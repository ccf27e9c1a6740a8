import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { unaccounted } from '../../src/contract/accounting.ts';
import { EXIT_CODE } from '../../src/contract/bench-error.ts';
import { onlyResult } from '../support/only-result.ts';
import { packageRoot } from '../support/package-root.ts';
import { type RealTriton, startRealTriton } from '../support/real-triton.ts';
import { emptyFolder, runBench } from '../support/run-bench.ts';

/** The model sleeps 20 ms for each request, one at a time: 50/s are the most it can serve. */
const SEARCH = ['--search', '10..100', '--slo', 'mean<300ms', '--search-precision', '30%'];
const PROBES = ['--duration', '4s', '--warmup', '1s', '--search-budget', '120s'];

describe('bench run --search against a real Triton', () => {
  let triton: RealTriton;
  before(async () => {
    triton = await startRealTriton(`${packageRoot}test/real/failing-repository`);
  });
  after(() => triton?.[Symbol.asyncDispose]());

  it('finds the highest rate that the model bears, confirms it, and refutes one step above', async () => {
    const { http, grpc, metrics } = triton.addresses;
    const cwd = emptyFolder();
    writeFileSync(join(cwd, 'fates.json'), JSON.stringify({ data: [{ fate: [9] }] }));
    const { exitCode, stdout, stderr } = await runBench(
      [
        ...['run', '--url', http, '--grpc-url', grpc, '--metrics-url', metrics],
        ...['--model', 'failing', '--input-data', 'fates.json', ...SEARCH, ...PROBES],
      ],
      cwd,
    );
    const { id, search, points } = onlyResult(cwd);
    assert.match(id, /-failing-search-/);
    assert.ok(search, stderr);
    assert.equal(search.runs.length, points.length);
    for (const { phases } of points) {
      for (const { counters } of phases) assert.equal(unaccounted(counters), 0);
    }
    // A machine that is busy elsewhere may keep the generator from measuring, and says so.
    if (search.outcome === 'limited-by-generator') {
      assert.equal(exitCode, EXIT_CODE.invalid);
      return;
    }
    assert.equal(search.outcome, 'found', JSON.stringify(search));
    assert.equal(exitCode, EXIT_CODE.fine);
    const { ratePerSecond, missedPerSecond, confirmed, runs } = search;
    assert.ok(ratePerSecond && missedPerSecond && ratePerSecond < missedPerSecond);
    assert.ok(missedPerSecond <= ratePerSecond * 1.3 * 1.001, 'as close as was asked for');
    assert.equal(confirmed, true);
    assert.ok(runs.some(({ role, finding }) => role === 'confirmation' && finding === 'met'));
    assert.match(stdout, /mean<300ms/);
  });
});
