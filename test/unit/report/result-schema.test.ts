import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { z } from 'zod';
import { resultDocumentSchema } from '../../../src/contract/result-document.ts';
import { aResult } from '../../support/a-result.ts';
import { RESULT_SHAPES } from '../../support/result-shapes.ts';

/** As it is published: what a validator of another make, in another language, would be given. */
const published = z.toJSONSchema(resultDocumentSchema, { io: 'input' });
const accepts = new Ajv2020({ strict: false, validateFormats: false }).compile(published);

describe('the published JSON Schema', () => {
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
