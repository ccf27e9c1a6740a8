import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { saveCalibration } from '../../../src/app/ab/calibrations.ts';
import { main } from '../../../src/cli/main.ts';
import type { ResultDocument } from '../../../src/contract/result-document.ts';
import { conditionsOfRun } from '../../../src/report/index.ts';
import { aResult } from '../../support/a-result.ts';
import { fakeOutside } from '../../support/fake-outside.ts';

let cwd = '';
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'inferbench-compare-'));
});
afterEach(() => rmSync(cwd, { recursive: true, force: true }));

async function bench(...argv: string[]) {
  const env = { XDG_STATE_HOME: join(cwd, 'state') };
  const { outside, written } = fakeOutside(['compare', ...argv], { cwd, env });
  return { exitCode: await main(outside), ...written };
}

/** Stores the run of a minute under its id; its service time is `factor` times the ordinary one. */
function stored(minute: number, factor: number, over: Partial<ResultDocument> = {}): string {
  const at = `00${String(minute).padStart(2, '0')}00`;
  const id = `20261123-${at}-mnist_mlp-100qps-a1b2`;
  const serviceNs = (random: number) => Math.round(factor * (4e6 + 4e6 * random));
  const startedAt = `2026-11-23T00:${at.slice(2, 4)}:00.000Z`;
  const folder = join(cwd, 'reports', id);
  mkdirSync(folder, { recursive: true });
  const document = { ...aResult({ serviceNs }), id, startedAt, ...over };
  writeFileSync(join(folder, 'result.json'), JSON.stringify(document));
  return id;
}

describe('bench compare', () => {
  it('says of a single pair that it cannot tell change from noise, and exits 0', async () => {
    const [a, b] = [stored(1, 1), stored(2, 2)];
    const { exitCode, stdout, stderr } = await bench(a, b);
    assert.deepEqual([exitCode, stderr], [0, '']);
    assert.match(stdout, /^INCONCLUSIVE {2}A single pair cannot tell change from noise\.\n/);
    assert.match(stdout, new RegExp(`A ${a} · B ${b}`));
    assert.match(stdout, /\n +p50 +6\.\d+ ms +1[12]\.\d ms +\+9\d/);
  });

  it('exits 1 for it with --strict', async () => {
    assert.equal((await bench(stored(1, 1), stored(2, 1), '--strict')).exitCode, 1);
  });

  it('makes a page of it that stands alone', async () => {
    const { exitCode, stdout } = await bench(stored(1, 1), stored(2, 2), '--format', 'html');
    assert.equal(exitCode, 0);
    assert.match(
      stdout,
      /^<!doctype html>[\s\S]*<p class="word">\? inconclusive<\/p>[\s\S]*<\/html>\n$/,
    );
    assert.match(stdout, /bench compare 20261123-000100-mnist_mlp-100qps-a1b2/);
  });

  it('makes test results of it, which fail with --strict alone', async () => {
    const [a, b] = [stored(1, 1), stored(2, 1)];
    const lax = await bench(a, b, '--format', 'junit', '--limit', 'p99=off');
    assert.match(lax.stdout, /<skipped message="one pair has no interval/);
    const strict = await bench(a, b, '--format', 'junit', '--strict');
    assert.equal(strict.exitCode, 1);
    assert.match(strict.stdout, /<failure message="one pair has no interval/);
  });

  it('finds results by id, folder, file and latest', async () => {
    const [a, b] = [stored(1, 1), stored(2, 1)];
    for (const first of [a, `reports/${a}`, `reports/${a}/result.json`]) {
      const { stdout } = await bench(first, 'latest', '--format', 'json');
      assert.deepEqual(JSON.parse(stdout).comparison.pairs, [{ a, b }]);
    }
  });

  it('exits 1 when several pairs agree that B regressed, 0 when they agree that it did not', async () => {
    const names = [0, 2, 4].flatMap((minute) => [
      stored(minute, 1 + minute / 1000),
      stored(minute + 1, 1.3),
    ]);
    const worse = await bench(...names);
    assert.equal(worse.exitCode, 1, worse.stderr);
    assert.match(worse.stdout, /^REGRESSED /);
    const better = await bench('--format', 'md', ...names.toReversed());
    assert.equal(better.exitCode, 0);
    assert.match(better.stdout, /^# B against A: improved\n/);
  });

  it('refuses what was not made alike with exit 2, names the field, and gives way to --force', async () => {
    const { environment } = aResult();
    const [a, b] = [stored(1, 1), stored(2, 1, { environment: { ...environment, cpuCount: 4 } })];
    const refused = await bench(a, b);
    assert.equal(refused.exitCode, 2);
    assert.match(refused.stderr, /not made alike: CPUs \(A: 8, B: 4\)/);
    assert.match(refused.stderr, /--force/);
    const forced = await bench(a, b, '--force');
    assert.equal(forced.exitCode, 0);
    assert.match(forced.stdout, /Not made alike: CPUs \(A: 8, B: 4\)\./);
  });

  it('exits 5 when a result is not there or cannot be read, and 2 for half a pair', async () => {
    const a = stored(1, 1);
    writeFileSync(join(cwd, 'broken.json'), '{');
    assert.equal((await bench(a, 'nowhere')).exitCode, 5);
    assert.equal((await bench(a, 'broken.json')).exitCode, 5);
    assert.equal((await bench(a)).exitCode, 2);
    assert.equal((await bench()).exitCode, 2);
    assert.equal((await bench(a, a, '--limit', 'p50=1%')).exitCode, 2);
  });

  it('warns of limits that this machine was calibrated to be too noisy for, and changes none', async () => {
    const names = [0, 2, 4].flatMap((minute) => [stored(minute, 1), stored(minute + 1, 1.001)]);
    const found = conditionsOfRun(aResult());
    assert.ok(found);
    const p50 = { id: 'p50', spread: 0.2, limit: 0.05, pairsForLimit: null };
    await saveCalibration(join(cwd, 'state/inferbench'), {
      ...{ version: 1, at: '2026-11-23T00:00:00.000Z', load: '100/s', pairs: 8 },
      ...{ fingerprint: found.fingerprint, conditions: { ...found.conditions } },
      metrics: [{ ...p50, smallestChange: 0.3, leastLimit: 0.2 }],
    });
    const { exitCode, stdout } = await bench(...names);
    assert.equal(exitCode, 0);
    assert.match(stdout, /p50: as this machine was calibrated, 3 pairs tell no change below \d+/);
    assert.match(stdout, /\n +p50 .* 5 % +no change/);
  });

  it('exits 6 where a run cannot be believed', async () => {
    const points = aResult().points.map((point) => ({ ...point, verdict: 'invalid' as const }));
    const { exitCode, stdout } = await bench(stored(1, 1), stored(2, 1, { points }));
    assert.equal(exitCode, 6);
    assert.match(stdout, /^INVALID /);
  });
});
