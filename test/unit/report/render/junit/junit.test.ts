import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { exitCodeOf, exitCodeOfSearch } from '../../../../../src/contract/exit-code-of.ts';
import type { ResultDocument } from '../../../../../src/contract/result-document.ts';
import { junit } from '../../../../../src/report/render/junit/junit.ts';
import { junitSuites } from '../../../../../src/report/render/junit/junit-suites.ts';
import { aResult } from '../../../../support/a-result.ts';
import { RESULT_SHAPES } from '../../../../support/result-shapes.ts';
import { elements } from '../../../../support/xml-elements.ts';

const ENDED_BADLY = { interrupted: 130, partial: 130, aborted: 1, failed: 4 } as const;

/** What the process answers with for such a document. */
function exitCodeFor({ status, search, points, missing }: ResultDocument): number {
  if (search) return exitCodeOfSearch(search);
  if (status !== 'complete') return ENDED_BADLY[status];
  return missing ? 4 : exitCodeOf(points, false);
}

function faults(doc: ResultDocument): number {
  const cases = junitSuites(doc).flatMap((suite) => suite.cases);
  return cases.filter(({ outcome }) => outcome === 'failure' || outcome === 'error').length;
}

describe('the JUnit results', () => {
  for (const [name, make] of Object.entries(RESULT_SHAPES)) {
    it(`of a run that is ${name} fail exactly when its exit code is not 0`, () => {
      const doc = make();
      assert.equal(faults(doc) > 0, exitCodeFor(doc) !== 0);
    });
    it(`of a run that is ${name} take together what the run took`, () => {
      const doc = make();
      const suites = junitSuites(doc);
      const measured = suites.slice(1).reduce((sum, { seconds }) => sum + seconds, 0);
      const wholeMs = Date.parse(doc.finishedAt) - Date.parse(doc.startedAt);
      const whole = Math.max(wholeMs / 1000, measured);
      const times = (element: string) =>
        [...junit(doc).matchAll(new RegExp(`<${element} [^>]* time="([\\d.]+)"`, 'g'))].map(
          ([, seconds]) => Number(seconds),
        );
      for (const element of ['testsuite', 'testcase']) {
        const told = times(element).reduce((sum, seconds) => sum + seconds, 0);
        assert.ok(Math.abs(told - whole) <= 0.001 * suites.length, `${told} ${whole}`);
      }
    });
    it(`of a run that is ${name} are well-formed, with counts that are right`, () => {
      const xml = junit(make());
      const found = elements(xml);
      const sum = (attribute: string) =>
        [...xml.matchAll(new RegExp(` ${attribute}="(\\d+)"`, 'g'))].reduce(
          (a, [, n]) => a + Number(n),
          0,
        );
      const count = (element: string) => found.filter((one) => one === element).length;
      assert.equal(sum('failures'), count('failure'));
      assert.equal(sum('errors'), count('error'));
      assert.equal(sum('skipped'), count('skipped'));
    });
  }
  it('has each condition with value, limit and margin where it was missed', () => {
    const xml = junit(RESULT_SHAPES.sweep?.() ?? assert.fail());
    assert.match(
      xml,
      /name="p90&lt;5ms"[^>]*>\s*<failure message="9\.00 ms, limit 5 ms, margin −80 %"/,
    );
    assert.match(xml, /name="qps=800 was measured"[^>]*>\s*<error message="connection refused"/);
  });
  it('has each rule, an error where it makes the run invalid', () => {
    const xml = junit(RESULT_SHAPES.invalid?.() ?? assert.fail());
    assert.equal(xml.match(/<error [^>]*type="invalid"/g)?.length, 2);
    assert.match(xml, /<skipped message="Requests that never came back: 41\.9 %, limit 1 %"/);
  });
  it('says of a rule that could not be asked that it was skipped', () => {
    const xml = junit(RESULT_SHAPES.partial?.() ?? assert.fail());
    assert.equal(xml.match(/<skipped message="[^"]*not known/g)?.length, 6);
  });
  it('forgives a search what it tried on its way', () => {
    const xml = junit(RESULT_SHAPES.search?.() ?? assert.fail());
    assert.match(xml, /<skipped message="tried by the search and left: 9\.00 ms, limit 5 ms/);
    assert.doesNotMatch(xml, /<(failure|error) /);
  });
  it('holds the configuration', () => {
    assert.match(junit(aResult()), /<property name="qps" value="100"\/>/);
  });
  it('is well-formed whatever a model, a label or an error is called', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const doc = aResult({
          modelName: text,
          labels: { [text]: text },
          ratePerSecond: 1,
          seconds: 1,
        });
        const xml = junit(doc);
        assert.deepEqual(
          elements(xml),
          elements(junit(aResult({ labels: { tame: 'tame' }, ratePerSecond: 1, seconds: 1 }))),
        );
        // XML 1.0, production 2: everything else may not even be written as a reference.
        assert.doesNotMatch(xml, /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/u);
      }),
      { numRuns: 60 },
    );
  });
});
