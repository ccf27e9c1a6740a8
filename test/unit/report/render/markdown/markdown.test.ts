import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { markdown } from '../../../../../src/report/render/markdown/markdown.ts';
import { aResult } from '../../../../support/a-result.ts';
import { HOSTILE } from '../../../../support/result-shapes.ts';

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
});
