import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { markdown } from '../../../../../src/report/render/markdown/markdown.ts';
import { aResult } from '../../../../support/a-result.ts';
import { HOSTILE, RESULT_SHAPES } from '../../../../support/result-shapes.ts';

const LIMIT = 60_000;

describe('a Markdown report', () => {
  it('is far below the limit for an ordinary run', () => {
    const report = markdown(aResult());
    assert.ok(report.length < 20_000);
    assert.doesNotMatch(report, /Left out/);
  });
  it('leaves out whole sections from the end and says which', () => {
    const labels = Object.fromEntries(
      Array.from({ length: 400 }, (_, index) => [`key-${index}`, 'a value'.repeat(40)]),
    );
    const report = markdown(aResult({ labels }));
    assert.ok(report.length <= LIMIT);
    assert.match(
      report,
      /Left out to stay below the size limit: Environment, Configuration, How to repeat\./,
    );
    assert.match(report, /^# `mnist_mlp`: valid/);
    assert.equal(report.split('<details>').length, report.split('</details>').length);
  });
  it('stays below the limit even when its first section is too long', () => {
    const report = markdown(aResult({ modelName: HOSTILE.repeat(500) }));
    assert.ok(report.length <= LIMIT);
    assert.match(report, /Left out to stay below the size limit: Verdict, /);
  });
  it('has a small chart of every row over time, and one that GitHub and GitLab draw', () => {
    const report = markdown(aResult({ ratePerSecond: 200 }));
    assert.match(report, /\| served +\| [▁-█]{10} +\|/);
    const [chart] = /```mermaid\nxychart-beta\n[\s\S]*?\n```/.exec(report) ?? [];
    assert.match(
      chart ?? '',
      /\n {4}bar \[(?:[\d.]+(?:, )?){10}\]\n {4}line \[(?:[\d.]+(?:, )?){10}\]\n/,
    );
  });
  it('draws the curve of a sweep over the rates that were served', () => {
    const report = markdown(RESULT_SHAPES.sweep?.() ?? assert.fail());
    assert.match(report, /x-axis "served" \["50\.0\/s", "200\/s", "400\/s"\]/);
  });
  it('puts nothing but its own words into a chart', () => {
    const report = markdown(RESULT_SHAPES.hostile?.() ?? assert.fail());
    for (const [chart] of report.matchAll(/```mermaid[\s\S]*?```/g)) {
      assert.doesNotMatch(chart, /onerror|@name|details/);
    }
  });
});
