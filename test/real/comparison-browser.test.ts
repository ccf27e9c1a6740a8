import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import type { BrowserContextOptions } from 'playwright-core';
import { renderComparison } from '../../src/report/compare/render-comparison.ts';
import { COMPARISON_SHAPES } from '../support/comparison-shapes.ts';
import {
  openBrowser,
  PAPER,
  PHONE,
  type RealBrowser,
  seriousFindings,
  type Visit,
  widthOf,
} from '../support/real-browser.ts';

const OPEN_ALL = "document.querySelectorAll('details').forEach((one) => { one.open = true; })";

let browser: RealBrowser;

before(async () => {
  browser = await openBrowser();
});

after(() => browser.close());

async function visiting(
  shape: string,
  options: BrowserContextOptions,
  look: (visit: Visit) => Promise<void>,
): Promise<void> {
  const make = COMPARISON_SHAPES[shape] ?? assert.fail(`no shape ${shape}`);
  await browser.visit(
    renderComparison(make(), 'html', { color: false, width: 100 }),
    options,
    look,
  );
}

describe('a comparison in a real browser, from the disk, the network off', () => {
  for (const shape of Object.keys(COMPARISON_SHAPES)) {
    it(`that is ${shape} asks for nothing, complains of nothing, and fits a phone`, async () => {
      await visiting(shape, { viewport: PHONE }, async ({ page, complaints }) => {
        assert.equal(await page.locator('h1').count(), 1);
        await page.evaluate(OPEN_ALL);
        assert.equal(await widthOf(page), PHONE.width);
        assert.deepEqual(complaints, []);
      });
    });
  }
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const shape of ['confirmation', 'noisy', 'invalid', 'loads', 'hostile']) {
      it(`that is ${shape}, in ${colorScheme}, has nothing serious for axe`, async () => {
        await visiting(shape, { colorScheme }, async ({ page }) => {
          await page.evaluate(OPEN_ALL);
          assert.deepEqual(await seriousFindings(page), []);
        });
      });
    }
  }
  it('has all charts without scripts', async () => {
    await visiting('confirmation', { javaScriptEnabled: false }, async ({ page }) => {
      for (const id of ['forest-wide', 'curves-wide', 'pairs-p50-small', 'pairs-p99-small']) {
        assert.ok(await page.locator(`svg[aria-labelledby^="${id}"]`).isVisible(), id);
      }
      assert.equal(await page.locator('#save').isVisible(), false);
    });
  });
  it('saves the data inside as a file', async () => {
    await visiting('regressed', {}, async ({ page }) => {
      const download = page.waitForEvent('download');
      await page.locator('#save').click();
      const saved = JSON.parse(readFileSync(await (await download).path(), 'utf8'));
      assert.deepEqual([saved.kind, saved.verdict], ['comparison', 'regressed']);
    });
  });
  for (const shape of ['confirmation', 'loads']) {
    it(`that is ${shape} has every chart whole on a printed page`, async () => {
      await visiting(shape, { viewport: PAPER }, async ({ page }) => {
        await page.evaluate(OPEN_ALL);
        await page.emulateMedia({ media: 'print' });
        const boxes = (await page.evaluate(
          "[...document.querySelectorAll('svg.chart')].filter((one) => one.getBoundingClientRect().height > 0).map((one) => { const { width, height } = one.getBoundingClientRect(); return { width, height }; })",
        )) as { width: number; height: number }[];
        assert.ok(boxes.length >= 5);
        for (const { width, height } of boxes) {
          assert.ok(width <= PAPER.width && height <= PAPER.height, `${width} × ${height}`);
        }
        const pdf = await page.pdf({ preferCSSPageSize: true });
        assert.equal(pdf.subarray(0, 5).toString(), '%PDF-');
      });
    });
  }
});
