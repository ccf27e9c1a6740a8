import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { commentText } from '../../../../src/report/publish/comment-text.ts';
import type { PublishedDocument } from '../../../../src/report/publish/published.ts';
import { FITS } from '../../../../src/report/publish/text-limits.ts';
import { aComparison } from '../../../support/a-comparison.ts';
import { aPoint, aResult, gate } from '../../../support/a-result.ts';
import { assertGolden } from '../../../support/golden.ts';
import { somePairs } from '../compare/some-pairs.ts';

const HOSTILE =
  '<img src=x onerror=alert(1)> | `code` ``` **bold** </details></script> @name #1 [a](http://e.example) $x$ \u001b[31mred\u0007\u202er\r\n# head\n/close "q" &amp;';
const WHOLE = () => true;

function textOf(documents: readonly PublishedDocument[], fits: (text: string) => boolean = WHOLE) {
  const reportUrl = 'https://ci.example/runs/7';
  return commentText({ jobKey: 'nightly', documents, reportUrl, footer: 'inferbench 0.1.0' }, fits);
}

/** Tables and folded parts are whole: every row has as many cells as its heading, every fold ends. */
function assertWhole(text: string): void {
  const count = (pattern: RegExp) => (text.match(pattern) ?? []).length;
  assert.equal(count(/^<details>$/gm), count(/^<\/details>$/gm));
  for (const table of text.match(/(^\|.*\|$\n?)+/gm) ?? []) {
    const cells = table
      .trim()
      .split('\n')
      .map((row) => row.split('|').length);
    assert.equal(new Set(cells).size, 1, table);
    assert.ok(cells.length > 2, table);
  }
}

describe('the text of a comment', () => {
  it('of a regression begins with marker and verdict, then says what was held against what', () => {
    const text = textOf([aComparison(somePairs(6, 1.2))]);
    const [marker, , heading, , context] = text.split('\n');
    assert.equal(marker, '<!-- inferbench:nightly -->');
    assert.match(heading ?? '', /^### ❌ Regressed: p\d\d \+.* % \(95 %: .*\) · nightly$/);
    assert.match(context ?? '', /`mnist_mlp` · HTTP · .* · 6 pairs of runs · Example CPU/);
    assertWhole(text);
    assertGolden('comment-regressed.md', text);
  });

  it('of a result shows its numbers, its conditions with value and margin, and where the time goes', () => {
    const gates = [
      gate('p99<10ms', 12.1e6, 10e6, -0.21, false),
      gate('errors<=1%', 0, 0.01, 1, true),
    ];
    const text = textOf([aResult({ gates })]);
    assert.match(text, /\| `p99<10ms` +\| 12\.1 ms \| +10 ms \| +−21 % \| \*\*❌ missed\*\* +\|/);
    assert.match(text, /<summary>Where the time goes<\/summary>/);
    assertWhole(text);
    assertGolden('comment-missed.md', text);
  });

  it('of several puts the gravest first and says of how many it is', () => {
    const text = textOf([aResult(), aComparison(somePairs(6, 1.2))]);
    assert.match(text, /^### ❌ Regressed: .* \(the gravest of 2\) · nightly$/m);
    const headings = text.match(/^#### .{1,2}/gmu);
    assert.deepEqual(headings, ['#### ❌ ', '#### ✅ ']);
    assertWhole(text);
  });

  it('has ten rows at most, the gravest, and says how many more there are', () => {
    const points = (factor: number) =>
      [1, 2, 3, 4, 5].map((nth) => ({
        ...aPoint({
          serviceNs: (random) => Math.round((nth < 3 ? factor : 1) * (4e6 + 4e6 * random)),
        }),
        name: `load ${nth}`,
      }));
    const results = somePairs(6, 1).map((run, at) => ({
      ...run,
      points: points(at % 2 ? 1.3 : 1),
    }));
    const text = textOf([aComparison(results)]);
    const rows = text.slice(0, text.indexOf('<details>')).match(/^\| load \d.*$/gm) ?? [];
    assert.equal(rows.length, 10);
    const verdicts = rows.map((row) => (row.includes('❌') ? 'bad' : 'good'));
    assert.deepEqual(verdicts, [...verdicts].sort());
    assert.match(text, /^5 more below and in the report\.$/m);
  });

  it('is cut by whole parts from the end; marker, verdict and link stay', () => {
    const documents = [aComparison(somePairs(6, 1.2)), aResult()];
    const whole = textOf(documents);
    for (let limit = whole.length; limit > 0; limit -= 500) {
      const text = textOf(documents, ({ length }) => length <= limit);
      assertWhole(text);
      assert.match(text, /^<!-- inferbench:nightly -->\n\n### ❌ Regressed/);
      assert.match(text, /\[Full report\]\(https:\/\/ci\.example\/runs\/7\)/);
      if (limit < whole.length) assert.match(text, /\*Left out to stay below the size limit: /);
    }
  });

  it('stays below 60,000 characters whatever is in it', () => {
    const results = Array.from({ length: 60 }, () => aResult());
    assert.ok(textOf(results).length > 65_536);
    const text = textOf(results, (one) => FITS.comment(one));
    assert.ok(text.length <= 60_000 && text.length > 40_000, String(text.length));
    assertWhole(text);
  });

  it('counts bytes for a job summary, and what is in it already', () => {
    assert.ok(FITS.summary('é'.repeat(2 ** 19)));
    assert.ok(!FITS.summary('é'.repeat(2 ** 19), 1));
    assert.ok(!FITS.summary(`é${'é'.repeat(2 ** 19)}`));
  });

  it('shows outside words as they are: no markup, no mention, no command gets through', () => {
    const result = aResult({
      modelName: HOSTILE,
      command: HOSTILE,
      notes: [HOSTILE],
      labels: { [HOSTILE]: HOSTILE },
      endingOf: (random) => (random > 0.9 ? 'failed' : 'completed'),
      failure: { reason: 'http-5xx', message: HOSTILE, sample: HOSTILE },
    });
    const hostile = { ...result, environment: { ...result.environment, cpuModel: HOSTILE } };
    const text = commentText(
      {
        jobKey: HOSTILE,
        documents: [hostile],
        reportUrl: null,
        footer: HOSTILE,
      },
      WHOLE,
    );
    const outside = text.replace(/^```+sh\n.*\n```+$/gm, '');
    assert.doesNotMatch(
      outside,
      /<img|<script|<\/script|\*\*bold|(?<!&)#1|\[a\]\(|(?<!>)(?<!\w)@name/,
    );
    assert.doesNotMatch(text, /(?!\n)\p{Cc}|\u202e/u);
    assert.doesNotMatch(text, /^\//m, 'a line of a note that begins with / is a command to GitLab');
    assertWhole(text);
  });
});
