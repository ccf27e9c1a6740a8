import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { resultDocumentSchema } from '../../../../src/contract/result-document.ts';
import { FORMATS, render } from '../../../../src/report/render/renderers.ts';
import { assertGolden } from '../../../support/golden.ts';
import { RESULT_SHAPES } from '../../../support/result-shapes.ts';

const LOOK = { color: false, width: 100, files: ['reports/a-run/result.json'] };
const EXTENSION = { text: 'txt', md: 'md', html: 'html' } as const;

describe('every shape of a result', () => {
  for (const [name, make] of Object.entries(RESULT_SHAPES)) {
    for (const format of ['text', 'md', 'html'] as const) {
      it(`${name} reads as ${format} like its golden file`, () => {
        assertGolden(`${name}.${EXTENSION[format]}`, render(make(), format, LOOK));
      });
    }
    it(`${name} as JSON is the document again`, () => {
      const doc = make();
      assert.deepEqual(resultDocumentSchema.parse(JSON.parse(render(doc, 'json', LOOK))), doc);
    });
  }
});

describe('rendering', () => {
  it('knows text, Markdown, HTML and JSON', () => {
    assert.deepEqual(FORMATS, ['text', 'md', 'html', 'json']);
  });
  for (const format of FORMATS) {
    it(`as ${format} is a function: the same document gives the same bytes`, () => {
      const doc = RESULT_SHAPES.valid?.() ?? assert.fail();
      const before = structuredClone(doc);
      assert.equal(render(doc, format, LOOK), render(structuredClone(doc), format, LOOK));
      assert.deepEqual(doc, before);
    });
  }
  for (const format of FORMATS) {
    it(`as ${format} shows every point of a result that has several`, () => {
      const doc = RESULT_SHAPES.valid?.() ?? assert.fail();
      const [point] = doc.points;
      assert.ok(point);
      const twin = { ...point, workload: { ...point.workload, modelName: 'another_model' } };
      const shown = render({ ...doc, points: [point, twin] }, format, LOOK);
      assert.match(shown, /mnist_mlp/);
      assert.match(shown, /another_model/);
    });
    it(`as ${format} survives a result without a point`, () => {
      const doc = RESULT_SHAPES.valid?.() ?? assert.fail();
      assert.match(
        render({ ...doc, points: [] }, format, LOOK),
        /othing was measured|"points": \[\]/,
      );
    });
  }
});
