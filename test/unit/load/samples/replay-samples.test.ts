import assert from 'node:assert/strict';
import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { BenchError } from '../../../../src/contract/bench-error.ts';
import type { SampleRow } from '../../../../src/contract/sample.ts';
import { requestIdOf } from '../../../../src/load/requests/request-id.ts';
import { replaySamples } from '../../../../src/load/samples/replay-samples.ts';
import { sampleRows } from '../../../../src/load/samples/sample-rows.ts';
import { buildLoadOutcome } from '../../../../src/load/stats/build-load-outcome.ts';
import { mergeReports } from '../../../../src/load/stats/merge-reports.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { anyFate } from '../stats/play-load.ts';
import { keepLoad, openSampleFile } from './a-sample-file.ts';

const CPU = { cpuShare: 0, stealShare: null };

async function rowsOf(path: string): Promise<{ rows: SampleRow[]; isCut: boolean }> {
  let isCut = false;
  const rows: SampleRow[] = [];
  const onCut = () => {
    isCut = true;
  };
  for await (const some of sampleRows(path, onCut)) rows.push(...some);
  return { rows, isCut };
}

describe('samples, recorded anew', () => {
  it('are what was measured: counters, histograms, percentiles, seconds', async () => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'samples');
    const shards = fc.array(fc.array(anyFate, { maxLength: 60 }), { minLength: 1, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(shards, async (fates) => {
        await using file = await openSampleFile(path);
        const { plan, reports } = await keepLoad(file, fates);
        await file.finish('the result');
        const merged = mergeReports(reports);
        const measured = buildLoadOutcome({ name: 'qps=200', plan, merged, cpu: CPU });
        const { loads, resultId, isCut } = await replaySamples(path);
        assert.deepEqual([loads.length, resultId, isCut], [1, 'the result', false]);
        const [{ outcome, lost } = assert.fail()] = loads;
        assert.equal(lost, 0);
        const { generator: _, ...expected } = measured;
        assert.deepEqual(outcome, expected);
      }),
      { numRuns: 30 },
    );
  });

  it('are refused where a load says that it had more workers than a run can have', async () => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'samples');
    await using file = await openSampleFile(path);
    await keepLoad(file, [[]]);
    await file.finish(null);
    const whole = readFileSync(path, 'latin1');
    const damaged = whole.replace('"precise","workers":1', '"p","workers":1000000');
    assert.notEqual(damaged, whole);
    writeFileSync(path, damaged, 'latin1');
    await assert.rejects(replaySamples(path), { code: 'result-unreadable' });
  });

  it('add up to the counters, every request once, as rows', async () => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'samples');
    const [fates = []] = fc.sample(fc.array(anyFate, { minLength: 200, maxLength: 300 }), 1);
    await using file = await openSampleFile(path);
    const { reports } = await keepLoad(file, [fates]);
    await file.finish(null);
    const { rows, isCut } = await rowsOf(path);
    assert.equal(isCut, false);
    for (const { name, counters } of reports[0]?.phases ?? []) {
      const ofPhase = rows.filter(({ phase }) => phase === name);
      assert.equal(ofPhase.length, counters.planned);
      assert.equal(ofPhase.filter(({ outcome }) => outcome === 0).length, counters.completed);
    }
  });

  it('are apart where a run had several loads', async () => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'samples');
    const loads = [3, 0, 5].map((count) => fc.sample(anyFate, count));
    await using file = await openSampleFile(path);
    for (const fates of loads) await keepLoad(file, [fates]);
    await file.finish(null);
    const replayed = await replaySamples(path);
    const planned = replayed.loads.map(({ outcome }) =>
      outcome.phases.reduce((sum, { counters }) => sum + counters.planned, 0),
    );
    assert.deepEqual(planned, [3, 0, 5]);
    const { rows } = await rowsOf(path);
    assert.deepEqual(
      rows.map(({ point }) => point),
      [0, 0, 0, 2, 2, 2, 2, 2],
    );
    for (const { id, point, index } of rows) assert.equal(id, requestIdOf(point, index));
  });
});

describe('a file of samples that was cut', () => {
  it('is read up to its last whole record, wherever it ends, and says so', async () => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'samples');
    await using file = await openSampleFile(path);
    await keepLoad(file, [fc.sample(anyFate, 4), fc.sample(anyFate, 3)]);
    await file.finish(null);
    const whole = await rowsOf(path);
    const { length } = readFileSync(path);
    const counts: number[] = [];
    for (let bytes = length - 1; bytes >= 0; bytes -= 1) {
      truncateSync(path, bytes);
      const read = await rowsOf(path).catch((error: BenchError) => error);
      if (read instanceof BenchError) {
        assert.equal(read.code, 'result-unreadable');
        continue;
      }
      assert.ok(read.isCut);
      assert.deepEqual(read.rows, whole.rows.slice(0, read.rows.length));
      counts.push(read.rows.length);
      if (bytes % 97 === 0) assert.ok((await replaySamples(path)).isCut);
    }
    assert.deepEqual([...new Set(counts)], [7, 6, 5, 4, 3, 2, 1, 0]);
  });
});

describe('a file of samples that is none', () => {
  const cases: readonly [string, (good: Buffer) => Buffer, RegExp][] = [
    ['is empty', () => Buffer.alloc(0), /is no file of samples/],
    ['is a result', () => Buffer.from('{"schemaVersion":"0.1"}'), /is no file of samples/],
    ['is of another version', (good) => changed(good, 8, 2), /version 2/],
    ['has other records', (good) => changed(good, 12, 32), /records of 32 bytes/],
    ['has a block of an unknown kind', (good) => changed(good, 16, 0x21), /damaged at byte 16/],
    ['has a block without an end', (good) => changed(good, 23, 0xff), /a block of \d+ bytes/],
    ['has a description that is none', (good) => changed(good, 24, 0x21), /no JSON/],
    [
      'names no run',
      (good) => Buffer.concat([good.subarray(0, 16), blockAfterRun(good)]),
      /no run/,
    ],
  ];
  for (const [what, change, reason] of cases) {
    it(`is refused when it ${what}`, async () => {
      using folder = temporaryFolder();
      const path = join(folder.path, 'samples');
      await using file = await openSampleFile(path);
      await keepLoad(file, [fc.sample(anyFate, 3)]);
      await file.finish(null);
      writeFileSync(path, change(readFileSync(path)));
      await assert.rejects(replaySamples(path), (error: unknown) => {
        assert.ok(error instanceof BenchError);
        assert.equal(error.code, 'result-unreadable');
        assert.match(error.message, reason);
        return true;
      });
    });
  }

  it('never throws anything else, whichever byte is changed', async () => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'samples');
    await using file = await openSampleFile(path);
    await keepLoad(file, [fc.sample(anyFate, 5)]);
    await file.finish(null);
    const good = readFileSync(path);
    await fc.assert(
      fc.asyncProperty(fc.nat(good.length - 1), fc.nat(255), async (at, byte) => {
        writeFileSync(path, changed(good, at, byte));
        await replaySamples(path).catch((error: unknown) => assert.ok(error instanceof BenchError));
      }),
      { numRuns: 300 },
    );
  });
});

function changed(bytes: Buffer, at: number, value: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[at] = value;
  return copy;
}

function blockAfterRun(bytes: Buffer): Buffer {
  return bytes.subarray(24 + bytes.readUInt32LE(20));
}
