import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { aResult } from '../../support/a-result.ts';
import { packageRoot } from '../../support/package-root.ts';
import { RESULT_SHAPES } from '../../support/result-shapes.ts';

/** The file as it is published: what a validator of another make, in another language, is given. */
function published(name: string): ValidateFunction {
  const schema = JSON.parse(readFileSync(`${packageRoot}schemas/${name}`, 'utf8'));
  return new Ajv2020({ strict: false, validateFormats: false }).compile(schema);
}

describe('schemas/result-document.json', () => {
  const accepts = published('result-document.json');
  for (const [name, make] of Object.entries(RESULT_SHAPES)) {
    it(`accepts a result that is ${name}`, () => {
      assert.ok(accepts(JSON.parse(JSON.stringify(make()))), JSON.stringify(accepts.errors));
    });
  }
  it('refuses a result with a key too many', () => {
    assert.equal(accepts({ ...aResult(), extra: 1 }), false);
  });
  it('refuses a result without its points', () => {
    const { points, ...rest } = aResult();
    assert.ok(points.length > 0);
    assert.equal(accepts(rest), false);
  });
});

describe('schemas/history-entry.json', () => {
  const accepts = published('history-entry.json');
  const entry = {
    ...{ schemaVersion: '1', kind: 'history-entry', series: 'nightly' },
    ...{ addedAt: '2027-01-01T00:00:00.000Z', result: JSON.parse(JSON.stringify(aResult())) },
  };
  it('accepts an entry', () => assert.ok(accepts(entry), JSON.stringify(accepts.errors)));
  it('refuses one of no series', () => assert.equal(accepts({ ...entry, series: '' }), false));
});

describe('schemas/run-config.json', () => {
  const accepts = published('run-config.json');
  it('accepts the configuration that a result carries', () => {
    assert.ok(accepts(aResult().config), JSON.stringify(accepts.errors));
  });
  it('refuses an option that there is not', () => assert.equal(accepts({ qqs: 200 }), false));
  it('accepts jobs with a matrix, limits and a base', () => {
    const job = { qps: 5, matrix: { batchSize: [1, 8] }, limits: { p50: '5%' } };
    const file = { duration: '2s', base: { url: 'http://base' }, jobs: { a: job, b: null } };
    assert.ok(accepts(file), JSON.stringify(accepts.errors));
  });
  it('refuses an option of a job that there is not', () => {
    assert.equal(accepts({ jobs: { a: { qqs: 200 } } }), false);
  });
});
