import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import fc from 'fast-check';
import { openResultStore, type RunRecord } from '../../../src/report/index.ts';
import type { Journal } from '../../../src/report/journal/read-journal.ts';
import { aResult } from '../../support/a-result.ts';
import { recordOf } from '../../support/record-of.ts';
import { HOSTILE } from '../../support/result-shapes.ts';

const doc = aResult({ seconds: 3, warmupSeconds: 1, modelName: HOSTILE });
const point = doc.points[0] ?? assert.fail();
const load = {
  startedAtEpochMs: Date.parse(doc.startedAt),
  workload: point.workload,
  phases: point.phases.map(({ name, startNs, durationNs }) => ({ name, startNs, durationNs })),
  percentiles: [50, 99],
  conditions: ['p99<10ms'],
};

let cwd = '';
let record: RunRecord;
let path = '';

/** One whole load, and one that was cut off; `finish` makes sure that every line is on the disk. */
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'inferbench-journal-'));
  record = await recordOf(await openResultStore('reports', cwd), doc);
  record.loadStarted(load);
  for (const second of point.intervals) record.second(second);
  record.loadJudged(point);
  record.loadStarted(load);
  record.second(point.intervals[0] ?? assert.fail());
  const [id = ''] = await readdir(join(cwd, 'reports'));
  path = join(cwd, 'reports', id, 'journal.ndjson');
  const wanted = 1 + 1 + point.intervals.length + 1 + 1 + 1;
  while ((await readFile(path, 'utf8')).split('\n').length - 1 < wanted);
});
afterEach(async () => {
  await record[Symbol.asyncDispose]();
  await rm(cwd, { recursive: true, force: true });
});

async function recovered(): Promise<Journal> {
  return (await (await openResultStore('reports', cwd)).recover('latest')).journal;
}

/** Loads as the lines before `line` (the first is 1) tell them: seconds and whether it was judged. */
function shape({ loads }: Journal): (readonly [number, boolean])[] {
  return loads.map(({ seconds, point: judged }) => [seconds.length, judged !== null] as const);
}

describe('the journal of a run', () => {
  it('holds the run, each second and each load, and is read back as it was', async () => {
    const journal = await recovered();
    assert.deepEqual(shape(journal), [
      [point.intervals.length, true],
      [1, false],
    ]);
    assert.deepEqual(journal.loads[0]?.seconds, point.intervals);
    assert.deepEqual(journal.loads[0]?.point, point);
    assert.deepEqual(journal.loads[0]?.load, load);
    assert.deepEqual(journal.head.config, doc.config);
    assert.equal(journal.damage, null);
  });
  it('is gone once the result is there', async () => {
    const { folder } = await record.finish(doc);
    assert.deepEqual((await readdir(folder)).sort(), [
      'report.html',
      'report.md',
      'result.json',
      'snapshot.json',
    ]);
    await assert.rejects(recovered(), { message: /every run in .* has come to its end/ });
  });
  it('stays where the result cannot be written, and the error says so', async () => {
    const folder = dirname(path);
    await mkdir(join(folder, 'result.json.unfinished'));
    const { unwritten, files, document } = await record.finish(doc);
    assert.deepEqual(files, []);
    assert.equal(unwritten?.code, 'reports-unwritable');
    assert.match(unwritten?.hint ?? '', new RegExp(`bench report --recover ${document.id}$`));
    await rm(join(folder, 'result.json.unfinished'), { recursive: true });
    assert.deepEqual((await recovered()).loads[0]?.point, point);
  });
  it('leaves nothing of a run that measured nothing', async () => {
    const other = await recordOf(await openResultStore('other', cwd), doc);
    other.loadStarted(load);
    await other[Symbol.asyncDispose]();
    assert.deepEqual(await readdir(join(cwd, 'other')), []);
  });
  it('stays of a run that measured something and then failed', async () => {
    await record[Symbol.asyncDispose]();
    assert.deepEqual(await readdir(dirname(path)), ['journal.ndjson']);
  });
});

describe('a journal that a power cut tore', () => {
  it('gives all its whole lines, wherever it ends', async () => {
    const whole = await readFile(path);
    const text = whole.toString('latin1');
    const firstLine = text.indexOf('\n');
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: firstLine, max: whole.length }), async (end) => {
        await writeFile(path, whole.subarray(0, end));
        const { loads, damage } = await recovered();
        assert.equal(damage, null);
        const kept = text.slice(0, end).split('\n').slice(1);
        const seconds = kept.filter((line) => isWhole(line) && line.includes('"kind":"second"'));
        assert.equal(loads.flatMap((one) => one.seconds).length, seconds.length);
      }),
      { numRuns: 60 },
    );
  });
  it('is refused when not even its first line is whole', async () => {
    await truncate(path, 40);
    await assert.rejects(recovered(), {
      code: 'result-unreadable',
      message: /line 1 of .* is damaged/,
    });
    await truncate(path, 0);
    await assert.rejects(recovered(), { code: 'result-unreadable', message: /is empty/ });
  });
});

function isWhole(line: string): boolean {
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}

describe('a journal that is damaged in the middle', () => {
  const faults: readonly (readonly [string, string])[] = [
    ['zeros', '\0'.repeat(300)],
    ['another text', 'port: 8000'],
    ['a line of another kind', '{"kind":"minute"}'],
    ['a second line that begins a run', ''],
  ];
  for (const [what, fault] of faults) {
    it(`gives what is before ${what}, and names the line`, async () => {
      const lines = (await readFile(path, 'utf8')).split('\n');
      lines[4] = fault || (lines[0] ?? '');
      await writeFile(path, lines.join('\n'));
      const journal = await recovered();
      assert.match(journal.damage ?? '', /^line 5 of the journal is damaged/);
      assert.deepEqual(shape(journal), [[2, false]]);
    });
  }
  it('gives what is before a histogram that no tool can read', async () => {
    const whole = await readFile(path, 'utf8');
    const lines = whole.split('\n');
    for (const [number, loads] of [
      [4, [[1, false]]],
      [3 + point.intervals.length, [[point.intervals.length, false]]],
    ] as const) {
      const damaged = lines.map((line, at) =>
        at === number - 1 ? line.replaceAll(/"HISTF[^"]*"/g, '"HISTFAAAAA"') : line,
      );
      assert.notDeepEqual(damaged, lines);
      await writeFile(path, damaged.join('\n'));
      const journal = await recovered();
      assert.match(journal.damage ?? '', new RegExp(`^line ${number} of the journal is damaged`));
      assert.deepEqual(shape(journal), loads);
    }
  });
  it('is refused when it began at no date', async () => {
    const text = await readFile(path, 'utf8');
    await writeFile(path, text.replace(/"startedAtEpochMs":\d+/, '"startedAtEpochMs":1e300'));
    await assert.rejects(recovered(), { message: /line 1 of .* is damaged/ });
  });
  it('is refused when another version wrote it, with the way out', async () => {
    const text = await readFile(path, 'utf8');
    await writeFile(path, text.replace(/"schemaVersion":"[^"]*"/, '"schemaVersion":"7.3"'));
    await assert.rejects(recovered(), {
      message: /schema version 7\.3; this version of inferbench recovers/,
      hint: /with the version of inferbench that wrote it/,
    });
  });
});

describe('runs that begin in the same millisecond', () => {
  it('have folders of their own, also in several processes', async () => {
    const begin = `
      const { openResultStore } = await import(process.argv[1]);
      const store = await openResultStore('reports', process.argv[2]);
      const [head, workload] = JSON.parse(process.argv[3]);
      const begun = Array.from({ length: 5 }, () => store.begin(head, workload, (why) => { throw new Error(why) }));
      await Promise.all(begun);`;
    const { tool, command, labels, config, environment, target } = doc;
    const startedAtEpochMs = Date.parse('2026-11-24T00:00:00.000Z');
    const head = {
      toolVersion: tool.version,
      startedAtEpochMs,
      command,
      labels,
      config,
      environment,
      target,
    };
    const door = new URL('../../../src/report/index.js', import.meta.url).href;
    const args = [
      '--input-type=module',
      '-e',
      begin,
      door,
      cwd,
      JSON.stringify([head, point.workload]),
    ];
    const processes = Array.from({ length: 4 }, () =>
      spawn(process.execPath, args, { stdio: 'inherit' }),
    );
    const codes = await Promise.all(processes.map((one) => once(one, 'exit')));
    assert.deepEqual(
      codes.map(([code]) => code),
      [0, 0, 0, 0],
    );
    const runs = (await readdir(join(cwd, 'reports'))).filter((id) => id.startsWith('20261124'));
    assert.equal(runs.length, 20);
  });
});
