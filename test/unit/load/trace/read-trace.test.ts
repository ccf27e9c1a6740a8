import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { BenchError } from '../../../../src/contract/bench-error.ts';
import { createTraceSchedule } from '../../../../src/load/pacing/trace-schedule.ts';
import { readTrace } from '../../../../src/load/trace/read-trace.ts';
import { allDue } from '../../../support/all-due.ts';

const folder = mkdtempSync(join(tmpdir(), 'bench-trace-'));

function traceOf(text: string) {
  const path = join(folder, 'day.txt');
  writeFileSync(path, text);
  return readTrace(path);
}

function dueOf(text: string): number[] {
  const { recordedNs, count } = traceOf(text);
  return allDue(createTraceSchedule(0, new Float64Array(recordedNs), count));
}

describe('a trace', () => {
  it('is one arrival a line, in seconds; comments and empty lines say nothing', () => {
    assert.deepEqual(
      dueOf('# recorded\n0\r\n\n 0.0125 # late\n1.5e0\n.5e1'),
      [0, 12_500_000, 1.5e9, 5e9],
    );
  });
  it('may be a JSON array', () => {
    assert.deepEqual(dueOf('\ufeff [0, 1e-7,\n 2.25]'), [0, 100, 2.25e9]);
  });
  it('lasts until the second after its last arrival, and knows its busiest second', () => {
    const { durationNs, peakPerSecond, count, file } = traceOf('0.1\n0.9\n1\n1.1\n1.2\n7');
    assert.deepEqual([durationNs, peakPerSecond, count, file], [8e9, 3, 6, 'day.txt']);
  });
  it('comes back as it was written, however long it is and wherever pieces of the file end', () => {
    const gaps = fc.array(fc.nat(1e7), { minLength: 1, maxLength: 30_000 });
    fc.assert(
      fc.property(gaps, fc.boolean(), (list, asJson) => {
        let ns = 0;
        const due = list.map((gap) => (ns += gap));
        const words = due.map((one) => (one / 1e9).toFixed(9));
        const text = asJson ? `[${words.map(Number).join(',')}]` : words.join('\n');
        assert.deepEqual(dueOf(text), due);
      }),
      { numRuns: 20 },
    );
  });
  it('has the same hash for the same times, another for others', () => {
    assert.equal(traceOf('0\n1').sha256, traceOf('[0.0, 1]').sha256);
    assert.notEqual(traceOf('0\n1').sha256, traceOf('0\n2').sha256);
  });
});

describe('a trace is refused', () => {
  for (const [what, text, words] of [
    ['that goes backwards', '0\n0.7\n0.5\n', 'line 3: "0.5" comes after 0.7: it goes backwards'],
    ['with a negative time', '# x\n-1\n', 'line 2: "-1" is negative'],
    ['with nonsense in it', '0\nsoon\n', 'line 2: "soon" is no time in seconds'],
    ['with more than a time in a line', '0 1\n', 'line 1: "0 1" is no time in seconds'],
    ['with stamps of a calendar', '1700000000.5\n', /line 1: .* more than a week/],
    ['that is empty', '', 'it: has no arrival in it'],
    ['of comments alone', '# nothing\n', 'it: has no arrival in it'],
    ['of an empty array', '[]', 'it: has no arrival in it'],
    ['that goes backwards in JSON', '[1, 0.5]', /entry 2: "0\.5" comes after 1/],
    ['with texts in JSON', '[0, "1"]', /entry 2: .* is no time/],
    ['with null in JSON', '[0, null]', /entry 2: "null" is no time/],
    ['of broken JSON', '[0, 1', /begins as JSON and is none/],
    ['without line breaks', `1${'0'.repeat(200_000)}`, /line 1: .* (week|no time)/],
  ] as const) {
    it(what, () => {
      assert.throws(
        () => traceOf(text),
        (error: unknown) => {
          assert.ok(error instanceof BenchError);
          assert.equal(error.exitCode, 2);
          if (typeof words === 'string') assert.equal(error.message, `the trace day.txt: ${words}`);
          else assert.match(error.message, words);
          return true;
        },
      );
    });
  }
  it('that is not there, or is a folder', () => {
    assert.throws(() => readTrace(join(folder, 'nothing')), /cannot be read: ENOENT/);
    assert.throws(() => readTrace(folder), /cannot be read: EISDIR/);
  });
});
