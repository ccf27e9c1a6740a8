import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { resultDocumentSchema } from '../../../../src/contract/result-document.ts';
import { UPLOT_SCRIPT } from '../../../../src/report/render/html/uplot-source.ts';
import { FORMATS, render } from '../../../../src/report/render/renderers.ts';
import { anHour } from '../../../support/an-hour.ts';
import { assertGolden } from '../../../support/golden.ts';
import { RESULT_SHAPES } from '../../../support/result-shapes.ts';

const LOOK = { color: false, width: 100, files: ['reports/a-run/result.json'] };
const EXTENSION = {
  ...{ text: 'txt', md: 'md', html: 'html' },
  ...{ csv: 'csv', junit: 'junit.xml', hgrm: 'hgrm', hlog: 'hlog' },
} as const;

/** The same 51 kB in every page say nothing in a golden file. */
const UPLOT_PLACE = '/* uPlot */\n';

/** What says of a form that it has no words of its own that nothing was measured. */
const EMPTY = {
  json: /"points": \[\]/,
  csv: /^id,[^\n]*\r\n$/,
  hlog: /Histogram"\n$/,
};

const PARTIAL = /partial|cut off/i;

describe('every shape of a result', () => {
  for (const [name, make] of Object.entries(RESULT_SHAPES)) {
    for (const format of Object.keys(EXTENSION) as (keyof typeof EXTENSION)[]) {
      it(`${name} reads as ${format} like its golden file`, () => {
        const shown = render(make(), format, LOOK).replace(UPLOT_SCRIPT, UPLOT_PLACE);
        assertGolden(`${name}.${EXTENSION[format]}`, shown);
      });
    }
    it(`${name} as JSON is the document again`, () => {
      const doc = make();
      assert.deepEqual(resultDocumentSchema.parse(JSON.parse(render(doc, 'json', LOOK))), doc);
    });
  }
});

describe('a result of an hour', () => {
  // The page and the histogram log have every second in them, and tests of their own.
  for (const format of ['text', 'md', 'csv', 'junit', 'hgrm'] as const) {
    it(`reads as ${format} like its golden file`, () =>
      assertGolden(`hour.${EXTENSION[format]}`, render(anHour(), format, LOOK)));
  }
});

describe('rendering', () => {
  it('knows the forms for people, and those for other tools', () => {
    const forms = ['text', 'md', 'html', 'json', 'csv', 'junit', 'hgrm', 'hlog'];
    assert.deepEqual(FORMATS, forms);
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
      const workload = { ...point.workload, modelName: 'another_model' };
      const twin = { ...point, name: 'of_another_model', workload };
      const shown = render({ ...doc, points: [point, twin] }, format, LOOK);
      assert.match(shown, /mnist_mlp|100/);
      assert.match(shown, /another_model/);
    });
    it(`as ${format} says of a result that was recovered that it is partial`, () => {
      assert.match(render(RESULT_SHAPES.partial?.() ?? assert.fail(), format, LOOK), PARTIAL);
      assert.doesNotMatch(render(RESULT_SHAPES.valid?.() ?? assert.fail(), format, LOOK), PARTIAL);
    });
    it(`as ${format} survives a result without a point`, () => {
      const doc = RESULT_SHAPES.valid?.() ?? assert.fail();
      const shown = render({ ...doc, points: [] }, format, LOOK);
      assert.match(shown, EMPTY[format as keyof typeof EMPTY] ?? /othing was measured/);
    });
  }
});
