import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ComparisonDocument } from '../../../../src/contract/comparison-document.ts';
import { exitCodeOfComparison } from '../../../../src/contract/exit-code-of-comparison.ts';
import { comparisonJunit } from '../../../../src/report/compare/comparison-junit.ts';
import { COMPARISON_SHAPES } from '../../../support/comparison-shapes.ts';
import { HOSTILE } from '../../../support/result-shapes.ts';
import { elements } from '../../../support/xml-elements.ts';

function shape(name: string): ComparisonDocument {
  return COMPARISON_SHAPES[name]?.() ?? assert.fail(`no shape ${name}`);
}

function exitCodeFor({ status, verdict, exitCode }: ComparisonDocument, isStrict: boolean): number {
  return status === 'complete' ? exitCodeOfComparison(verdict, isStrict) : exitCode;
}

describe('the JUnit results of a comparison', () => {
  for (const name of Object.keys(COMPARISON_SHAPES)) {
    for (const isStrict of [false, true]) {
      it(`that is ${name} fail exactly when its exit code is not 0${isStrict ? ', strictly' : ''}`, () => {
        const document = shape(name);
        const found = elements(comparisonJunit(document, { isStrict }));
        const faults = found.filter((one) => one === 'failure' || one === 'error').length;
        assert.equal(faults > 0, exitCodeFor(document, isStrict) !== 0);
      });
    }
  }

  it('have a case for each judged metric of each load, with change, interval and limit', () => {
    const xml = comparisonJunit(shape('regressed'), {});
    assert.match(
      xml,
      /<testcase name="p50 changed by less than 5 %" [^>]*>\s*<failure message="\+12\.1 % \(95 % interval \+[\d.]+ % … \+[\d.]+ %\), limit 5 %" type="regressed"\/>/,
    );
    assert.match(xml, /<testcase name="throughput changed by less than 5 %" [^>]*\/>/);
    assert.equal(xml.match(/changed by less than/g)?.length, 3);
    const loads = comparisonJunit(shape('loads'), {});
    assert.equal(loads.match(/<testsuite /g)?.length, 4);
  });

  it('skip what could not be told, and fail it when that is asked for', () => {
    const lax = comparisonJunit(shape('noisy'), {});
    assert.match(
      lax,
      /<skipped message="the change may be anything in [^"]* pairs would tell 10 %\."/,
    );
    assert.doesNotMatch(lax, /<failure/);
    assert.match(
      comparisonJunit(shape('noisy'), { isStrict: true }),
      /<failure [^>]*type="inconclusive"/,
    );
  });

  it('say of what is invalid which run it is, and why', () => {
    const xml = comparisonJunit(shape('invalid'), {});
    assert.match(xml, /<error message="B \([^"]*\) is invalid: its numbers cannot be believed/);
  });

  it('hold what was compared and in what it differs', () => {
    const xml = comparisonJunit(shape('confirmation'), {});
    assert.match(xml, /<property name="A" value="http:\/\/127\.0\.0\.1:8000"\/>/);
  });

  it('have no more elements for hostile names than for tame ones', () => {
    const tamed = JSON.parse(
      JSON.stringify(shape('hostile')).replaceAll(JSON.stringify(HOSTILE).slice(1, -1), 'tame'),
    ) as ComparisonDocument;
    assert.deepEqual(
      elements(comparisonJunit(shape('hostile'), {})),
      elements(comparisonJunit(tamed, {})),
    );
  });
});
