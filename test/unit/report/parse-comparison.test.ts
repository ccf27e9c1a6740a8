import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { z } from 'zod';
import { BenchError } from '../../../src/contract/bench-error.ts';
import {
  COMPARISON_VERSION,
  comparisonDocumentSchema,
} from '../../../src/contract/comparison-document.ts';
import { renderComparison } from '../../../src/report/compare/render-comparison.ts';
import { parseComparison } from '../../../src/report/parse-comparison.ts';
import { parseResult } from '../../../src/report/parse-result.ts';
import { aComparison } from '../../support/a-comparison.ts';
import { aResult } from '../../support/a-result.ts';
import { assertGolden } from '../../support/golden.ts';
import { packageRoot } from '../../support/package-root.ts';
import { aRun } from './compare/some-pairs.ts';

const FILE = '/reports/a-comparison/comparison.json';
const LOOK = { color: false, width: 100 };
const GOLDEN = 'comparisons/';
const BRIEF = { seconds: 3, warmupSeconds: 0 };

const document = aComparison([aRun(1, 0, BRIEF), aRun(1.1, 1, BRIEF)]);
const whole = renderComparison(document, 'json', LOOK);

function refusal(parse: () => unknown): BenchError {
  try {
    parse();
  } catch (error) {
    assert.ok(error instanceof BenchError);
    assert.deepEqual([error.code, error.exitCode], ['result-unreadable', 5]);
    assert.ok(error.hint.length > 20);
    return error;
  }
  return assert.fail('was accepted');
}

describe('reading a comparison', () => {
  it('gives back what was written', () => assert.deepEqual(parseComparison(whole, FILE), document));

  it('takes runs that an earlier version of the tool has written', () => {
    const older = whole.replaceAll(
      '"schemaVersion": "1",\n      "id"',
      '"schemaVersion": "0.1","id"',
    );
    assert.notEqual(older, whole);
    assert.deepEqual(parseComparison(older, FILE), document);
  });

  const cases: readonly (readonly [string, string, RegExp])[] = [
    ['an empty file', '', /comparison\.json is empty/],
    ['a file that was cut off', whole.slice(0, 900), /ends in the middle, after 900 characters/],
    ['a result', JSON.stringify(aResult()), /comparison\.json is no comparison/],
    ['a later version', whole.replace('"1"', '"7"'), /schema version "7"; .* reads 1$/],
    ['a run that is none', whole.replace('"runs": [', '"runs": [null,'), /runs\.0: /],
    ['runs that are no list', JSON.stringify({ ...document, runs: 7 }), /runs: /],
    ['a changed file', whole.replace('"verdict"', '"word"'), /no comparison document: /],
  ];
  for (const [what, text, message] of cases) {
    it(`says so of ${what}`, () =>
      assert.match(refusal(() => parseComparison(text, FILE)).message, message));
  }

  it('says of a comparison that was taken for a result what it is', () => {
    assert.match(
      refusal(() => parseResult(whole, FILE)).message,
      /is a comparison of several runs/,
    );
  });
});

describe('a comparison that an earlier version wrote', () => {
  it('is what this one writes, too', () =>
    assertGolden(`${GOLDEN}${COMPARISON_VERSION}-single.json`, whole));
  for (const file of readdirSync(`${packageRoot}test/golden/${GOLDEN}`)) {
    it(`${file} is read, and nothing in it is lost`, () => {
      const text = readFileSync(`${packageRoot}test/golden/${GOLDEN}${file}`, 'utf8');
      assert.deepEqual(parseComparison(text, file), JSON.parse(text));
    });
  }
});

describe('schemas/comparison-document-1.json', () => {
  const schema = JSON.parse(
    readFileSync(`${packageRoot}schemas/comparison-document-1.json`, 'utf8'),
  );
  const accepts = new Ajv2020({ strict: false, validateFormats: false }).compile(schema);

  it('accepts a comparison, and refuses a key too many', () => {
    assert.ok(accepts(document), JSON.stringify(accepts.errors));
    assert.equal(accepts({ ...document, extra: 1 }), false);
  });

  it('is what the tool reads and writes', () => {
    const { title: _title, ...published } = schema;
    assert.deepEqual(published, z.toJSONSchema(comparisonDocumentSchema, { io: 'input' }));
  });
});
