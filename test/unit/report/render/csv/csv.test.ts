import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { ResultDocument } from '../../../../../src/contract/result-document.ts';
import { csv } from '../../../../../src/report/render/csv/csv.ts';
import { aResult } from '../../../../support/a-result.ts';
import { readCsv } from '../../../../support/read-csv.ts';
import { HOSTILE, RESULT_SHAPES } from '../../../../support/result-shapes.ts';

function rowsOf(doc: ResultDocument): Record<string, string>[] {
  const [head = [], ...rows] = readCsv(csv(doc));
  return rows.map((row) => {
    assert.equal(row.length, head.length);
    return Object.fromEntries(head.map((title, index) => [title, row[index] ?? '']));
  });
}

function shape(name: string): ResultDocument {
  return RESULT_SHAPES[name]?.() ?? assert.fail(name);
}

describe('the CSV', () => {
  it('has a row for each point, numbers as the document has them', () => {
    const doc = shape('valid');
    const [row, ...others] = rowsOf(doc);
    assert.equal(others.length, 0);
    const [point] = doc.points;
    assert.ok(row && point);
    assert.equal(row.id, doc.id);
    assert.equal(row.verdict, 'valid');
    assert.equal(Number(row.served_per_s), point.rates.servedPerSecond);
    assert.equal(Number(row.planned), point.phases.at(-1)?.counters.planned);
    const p50 = point.latency.response.percentiles[0];
    assert.ok(p50?.state === 'measured');
    assert.equal(Number(row.response_p50_ms) * 1e6, p50.valueNs);
    assert.equal(row.response_p50_state, 'measured');
    assert.equal(row.labels, 'branch=main');
  });
  it('has a row for each load that was not measured, with the reason', () => {
    const rows = rowsOf(shape('sweep'));
    assert.deepEqual(
      rows.map(({ point, verdict }) => [point, verdict]),
      [
        ['qps=50', 'valid'],
        ['qps=200', 'valid'],
        ['qps=400', 'valid'],
        ['qps=800', 'not measured'],
      ],
    );
    assert.equal(rows[3]?.faults, 'connection refused');
    assert.equal(rows[3]?.served_per_s, '');
    assert.equal(rows[2]?.faults, 'p90<5ms missed');
  });
  it('prints no number that the run has not earned', () => {
    const [row] = rowsOf(shape('saturated'));
    assert.ok(row);
    assert.equal(row.response_p99_state, 'beyond');
    assert.equal(row.response_p99_ms, '');
    assert.ok(Number(row.response_p99_low_ms) > 0);
    assert.equal(row['response_p99.9_state'], 'too-few');
    assert.equal(row['response_p99.9_ms'], '');
    assert.ok(Number(row.response_never_came_back) > 0);
  });
  it('says what was distorted, and what was cut off', () => {
    assert.equal(rowsOf(shape('invalid'))[0]?.response_p50_state, 'distorted');
    const [partial] = rowsOf(shape('partial'));
    assert.deepEqual([partial?.status, partial?.verdict], ['partial', 'partial']);
  });
  it('has the unit of every time and rate in its title', () => {
    const [titles = []] = readCsv(csv(shape('valid')));
    assert.equal(new Set(titles).size, titles.length);
    for (const title of titles) assert.match(title, /^[a-z][a-z0-9_.]*$/);
    for (const title of titles.filter((one) => /^(response|service)_/.test(one))) {
      assert.match(title, /_ms$|_state$|_never_came_back$/);
    }
  });
});

describe('text from elsewhere in the CSV', () => {
  const starts = ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '  =1', '＝1', '|calc', HOSTILE];
  for (const text of starts) {
    it(`is no formula: ${JSON.stringify(text.slice(0, 12))}`, () => {
      const doc = { ...aResult({ modelName: text, labels: { key: text } }), command: text };
      const [row] = rowsOf(doc);
      assert.ok(row);
      for (const cell of [row.model, row.command]) assert.doesNotMatch(cell ?? '', /^[\s=+\-@|＝]/);
    });
  }
  it('stays within its cell, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const doc = aResult({ modelName: text, ratePerSecond: 1, seconds: 1, warmupSeconds: 0 });
        const rows = rowsOf({ ...doc, command: text });
        assert.equal(rows.length, 1);
        assert.doesNotMatch(rows[0]?.model ?? '', /\p{Cc}/u);
        assert.doesNotMatch(rows[0]?.model ?? '', /^[=+\-@]/);
      }),
      { numRuns: 60 },
    );
  });
});
