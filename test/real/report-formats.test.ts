import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { ResultDocument } from '../../src/contract/result-document.ts';
import { comparisonJunit } from '../../src/report/compare/comparison-junit.ts';
import { jobsJunit } from '../../src/report/jobs/jobs-junit.ts';
import { hgrm } from '../../src/report/render/hdr/hgrm.ts';
import { hlog } from '../../src/report/render/hdr/hlog.ts';
import { junit } from '../../src/report/render/junit/junit.ts';
import { COMPARISON_SHAPES } from '../support/comparison-shapes.ts';
import { someJobs } from '../support/job-outcomes.ts';
import { packageRoot } from '../support/package-root.ts';
import { RESULT_SHAPES } from '../support/result-shapes.ts';

/** Where Debian puts the Java original. */
const HDR_HISTOGRAM = '/usr/share/java/hdrhistogram.jar';
const folder = mkdtempSync(join(tmpdir(), 'bench-formats-'));

function run(program: string, args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  return stdout;
}

function written(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

/** What the original makes of a log: its percentile distribution, in milliseconds. */
function byTheOriginal(log: string, name: string): string {
  const output = join(folder, name);
  run('java', [
    ...['-cp', HDR_HISTOGRAM, 'org.HdrHistogram.HistogramLogProcessor'],
    ...['-i', log, '-o', output, '-outputValueUnitRatio', '1000000'],
  ]);
  return readFileSync(`${output}.hgrm`, 'utf8');
}

describe('the JUnit results of a run', () => {
  for (const [name, make] of Object.entries(RESULT_SHAPES)) {
    it(`that is ${name} fit the schema, by libxml2`, () => {
      const path = written(`${name}.xml`, junit(make()));
      run('xmllint', ['--noout', '--schema', `${packageRoot}test/support/junit.xsd`, path]);
    });
  }
});

describe('the JUnit results of several jobs', () => {
  it('fit the schema, by libxml2', () => {
    const path = written('jobs.xml', jobsJunit(someJobs(), false));
    run('xmllint', ['--noout', '--schema', `${packageRoot}test/support/junit.xsd`, path]);
  });
});

describe('the JUnit results of a comparison', () => {
  for (const [name, make] of Object.entries(COMPARISON_SHAPES)) {
    it(`that is ${name} fit the schema, by libxml2`, () => {
      const path = written(`comparison-${name}.xml`, comparisonJunit(make(), {}));
      run('xmllint', ['--noout', '--schema', `${packageRoot}test/support/junit.xsd`, path]);
    });
  }
});

describe('the histogram log, read by the Java original', () => {
  it('holds every answer of the measured seconds', () => {
    const doc = RESULT_SHAPES.valid?.() ?? assert.fail();
    const measured = doc.points[0]?.intervals.filter(({ phase }) => phase === 'measured') ?? [];
    const answers = measured.reduce((sum, row) => sum + row.completed + row.timedOut, 0);
    const text = byTheOriginal(written('valid.hlog', hlog(doc)), 'valid');
    assert.match(text, new RegExp(`Total count +=? +${answers}\\]`));
  });
});

describe('the percentile distribution', () => {
  for (const name of ['valid', 'saturated', 'one-sample', 'partial']) {
    it(`of a run that is ${name} is to the letter what the Java original prints`, () => {
      const doc = RESULT_SHAPES[name]?.() ?? assert.fail();
      const log = written(`${name}-whole.hlog`, hlog(asOneInterval(doc)));
      const ours = hgrm(doc).replace(/^#\[(?!Mean|Max|Buckets).*\n/gm, '');
      assert.equal(withoutLayout(ours), withoutLayout(byTheOriginal(log, `${name}-whole`)));
    });
  }
});

/** The whole measured phase in one line of a log, so that both start from the same histogram. */
function asOneInterval(doc: ResultDocument): ResultDocument {
  const points = doc.points.map((point) => {
    const [row] = point.intervals;
    assert.ok(row);
    const { response, service } = point.histograms;
    return {
      ...point,
      intervals: [{ ...row, second: 60, phase: 'measured' as const, response, service }],
    };
  });
  return { ...doc, points };
}

/** Without lines about the log, and about the layout of what it was read into. */
function withoutLayout(text: string): string {
  return text.replace(/^#\[(Buckets|Overall|StartTime).*\n/gm, '').trimEnd();
}
