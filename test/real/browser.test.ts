import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import type { BrowserContextOptions, Locator, Page } from 'playwright-core';
import { html } from '../../src/report/render/html/html.ts';
import {
  openBrowser,
  PAPER,
  PHONE,
  type RealBrowser,
  seriousFindings,
  type Visit,
  widthOf,
} from '../support/real-browser.ts';
import { HOSTILE, RESULT_SHAPES } from '../support/result-shapes.ts';

const RESPONSE_TIME =
  "[...document.querySelectorAll('figure')].find((one) => one.querySelector('h3').textContent === 'Response time')";

let browser: RealBrowser;

before(async () => {
  browser = await openBrowser();
});

after(() => browser.close());

/** Opens a report from the disk, the network off. */
async function visiting(
  shape: string,
  options: BrowserContextOptions,
  look: (visit: Visit) => Promise<void>,
): Promise<void> {
  const make = RESULT_SHAPES[shape] ?? assert.fail(`no shape ${shape}`);
  await browser.visit(html(make()), options, look);
}

/** Where on its axis the cursor of the response times stands, and which seconds the axis shows. */
async function liveCursor(page: Page): Promise<{ from: number; to: number; at: number }> {
  return page.evaluate(`(() => {
    const chart = ${RESPONSE_TIME};
    const over = chart.querySelector('.u-over').getBoundingClientRect();
    const cursor = chart.querySelector('.u-cursor-x').getBoundingClientRect();
    const [from, to] = JSON.parse(chart.querySelector('.live-chart').dataset.shown);
    return { from, to, at: (cursor.left - over.left) / over.width };
  })()`);
}

/** Moves the pointer over a static chart, by shares of its width and height. */
async function pointAt(page: Page, chart: Locator, x: number, y: number): Promise<void> {
  const svg = chart.locator('svg.wide');
  await svg.scrollIntoViewIfNeeded();
  const box = (await svg.boundingBox()) ?? assert.fail('not shown');
  await page.mouse.move(box.x + box.width * x, box.y + box.height * y);
}

describe('a report in a real browser, from the disk, the network off', () => {
  for (const shape of Object.keys(RESULT_SHAPES)) {
    it(`that is ${shape} asks for nothing and complains of nothing`, async () => {
      await visiting(shape, {}, async ({ page, complaints }) => {
        assert.equal(await page.locator('h1').count(), 1);
        assert.deepEqual(complaints, []);
      });
    });
  }
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const shape of ['valid', 'invalid', 'gpu', 'sweep', 'hostile']) {
      it(`that is ${shape}, in ${colorScheme}, has nothing serious for axe`, async () => {
        await visiting(shape, { colorScheme }, async ({ page }) => {
          await page.evaluate(
            "document.querySelectorAll('details').forEach((one) => { one.open = true; })",
          );
          assert.deepEqual(await seriousFindings(page), []);
        });
      });
    }
  }
  it('is dark where the reader likes it dark', async () => {
    const ground = 'getComputedStyle(document.body).backgroundColor';
    const seen: unknown[] = [];
    for (const colorScheme of ['light', 'dark'] as const) {
      await visiting('valid', { colorScheme }, async ({ page }) => {
        seen.push(await page.evaluate(ground));
      });
    }
    assert.deepEqual(seen, ['rgb(251, 251, 249)', 'rgb(18, 19, 21)']);
  });
  for (const shape of ['valid', 'gpu', 'sweep', 'hostile', 'unicode']) {
    it(`that is ${shape} fits a phone`, async () => {
      await visiting(shape, { viewport: PHONE }, async ({ page }) => {
        assert.equal(await widthOf(page), PHONE.width);
      });
    });
  }
  it('shows hostile text as text', async () => {
    await visiting('hostile', {}, async ({ page, complaints }) => {
      assert.equal(await page.locator('img').count(), 0);
      const title = await page.locator('h1').innerText();
      assert.ok(title.startsWith(HOSTILE.slice(0, 30)), title);
      assert.deepEqual(complaints, []);
    });
  });
});

describe('without scripts', () => {
  it('all charts and tables are there', async () => {
    await visiting('valid', { javaScriptEnabled: false }, async ({ page }) => {
      for (const id of ['percentiles', 'rates', 'heatmap', 'latency-over-time', 'time-parts']) {
        const chart = page.locator(`svg[aria-labelledby^="${id}-wide"]`);
        assert.ok(await chart.isVisible(), id);
      }
      assert.equal(await page.locator('.live-chart').count(), 0);
      assert.equal(await page.locator('#save').isVisible(), false);
    });
  });
});

describe('with scripts', () => {
  it('a chart over time is read by keyboard and pointer, and zoomed', async () => {
    await visiting('valid', {}, async ({ page, complaints }) => {
      const chart = page.locator('figure:has(h3:text-is("Due and served requests"))');
      await chart.locator('.live-chart canvas').waitFor();
      const readout = chart.locator('.readout');
      await chart.locator('.live-chart').focus();
      await page.keyboard.press('ArrowRight');
      await page.waitForFunction(
        "[...document.querySelectorAll('.readout')].some((one) => / s · due .*\\/s · served .*\\/s/.test(one.textContent))",
      );
      const before = await readout.innerText();
      await page.keyboard.press('ArrowRight');
      await page.waitForFunction(
        `![...document.querySelectorAll('.readout')].some((one) => one.textContent === ${JSON.stringify(before)})`,
      );
      await page.keyboard.press('+');
      await page.keyboard.press('Escape');
      assert.deepEqual(complaints, []);
    });
  });
  it('what was measured stands in the middle of its second, as in the static chart', async () => {
    await visiting('valid', {}, async ({ page }) => {
      const chart = page.locator('figure:has(h3:text-is("Response time"))');
      await chart.locator('.live-chart canvas').waitFor();
      for (const zoom of [[], ['+']]) {
        await chart.locator('.live-chart').focus();
        for (const key of [...zoom, 'ArrowRight', 'ArrowRight']) await page.keyboard.press(key);
        await page.waitForFunction(
          `/^\\d+ s ·/.test(${RESPONSE_TIME}.querySelector('.readout').textContent)`,
        );
        const second = Number.parseInt(await chart.locator('.readout').innerText(), 10);
        const { from, to, at } = await liveCursor(page);
        assert.ok(Math.abs(from + at * (to - from) - (second + 0.5)) < 0.05, `${second} at ${at}`);
      }
    });
  });
  it('the percentile curve is read by pointer and keyboard', async () => {
    await visiting('valid', {}, async ({ page, complaints }) => {
      const chart = page.locator('figure:has(h3:text-is("Latency by percentile"))');
      await pointAt(page, chart, 0.5, 0.5);
      assert.match(
        await chart.locator('.readout').innerText(),
        /^p[\d.]+ · response [\d.]+ .?s · service [\d.]+ .?s$/,
      );
      await chart.locator('.readable').focus();
      await page.keyboard.press('Escape');
      assert.match(await chart.locator('.readout').innerText(), /Keys: arrows read/);
      await page.keyboard.press('Home');
      assert.match(await chart.locator('.readout').innerText(), /^p0 · /);
      await page.keyboard.press('ArrowRight');
      assert.match(await chart.locator('.readout').innerText(), /^p[1-9]/);
      assert.ok(await chart.locator('svg.wide .cursor').isVisible());
      assert.deepEqual(complaints, []);
    });
  });
  it('a cell of the heat map is read by pointer and keyboard', async () => {
    await visiting('valid', {}, async ({ page, complaints }) => {
      const chart = page.locator('figure:has(h3:text-is("Every answer"))');
      const CELL = /^\d+ s to \d+ s · [\d.]+ .?s to [\d.]+ .?s · \d+ of \d+ answers$/;
      await pointAt(page, chart, 0.3, 0.5);
      const pointed = await chart.locator('.readout').innerText();
      assert.match(pointed, CELL);
      await chart.locator('.readable').focus();
      await page.keyboard.press('ArrowRight');
      const [secondBefore, secondAfter] = [
        pointed,
        await chart.locator('.readout').innerText(),
      ].map((text) => Number.parseInt(text, 10));
      assert.equal(secondAfter, (secondBefore ?? 0) + 1);
      assert.deepEqual(complaints, []);
    });
  });
  it('the data inside is saved as a file', async () => {
    await visiting('valid', {}, async ({ page }) => {
      const download = page.waitForEvent('download');
      await page.locator('#save').click();
      const path = await (await download).path();
      assert.deepEqual(JSON.parse(readFileSync(path, 'utf8')), RESULT_SHAPES.valid?.());
    });
  });
});

describe('on paper', () => {
  for (const shape of ['valid', 'gpu', 'sweep']) {
    it(`every chart of ${shape} fits a page and is static`, async () => {
      await visiting(shape, { viewport: PAPER }, async ({ page }) => {
        await page.emulateMedia({ media: 'print' });
        await page.evaluate("dispatchEvent(new Event('beforeprint'))");
        const boxes = (await page.evaluate(
          "[...document.querySelectorAll('figure .drawn')].filter((one) => one.offsetParent).map((one) => { const { width, height } = one.getBoundingClientRect(); return { width, height, inside: getComputedStyle(one).breakInside, drawn: [...one.querySelectorAll('svg')].some((svg) => svg.getBoundingClientRect().height > 0), live: one.querySelector('.live-chart')?.offsetHeight ?? 0 }; })",
        )) as { width: number; height: number; inside: string; drawn: boolean; live: number }[];
        assert.ok(boxes.length > 1);
        for (const { width, height, inside, drawn, live } of boxes) {
          assert.deepEqual({ inside, drawn, live }, { inside: 'avoid', drawn: true, live: 0 });
          assert.ok(width <= PAPER.width && height <= PAPER.height, `${width} × ${height}`);
        }
        const pdf = await page.pdf({ preferCSSPageSize: true });
        assert.equal(pdf.subarray(0, 5).toString(), '%PDF-');
      });
    });
  }
  for (const javaScriptEnabled of [true, false]) {
    const scripts = javaScriptEnabled ? 'on' : 'off';
    it(`all that is folded is there, every load of a sweep too, with scripts ${scripts}`, async () => {
      await visiting('sweep', { javaScriptEnabled }, async ({ page }) => {
        const input = await page.pdf({ preferCSSPageSize: true });
        const text = execFileSync('pdftotext', ['-layout', '-', '-'], { input, encoding: 'utf8' });
        const times = (words: string) => text.split(words).length - 1;
        assert.equal(times('Why these numbers can or cannot be believed'), 3);
        assert.equal(times('Latency by percentile'), 3);
        for (const second of ['warm-up', 'measured']) assert.ok(times(second) > 3, second);
        const folds = 'document.querySelectorAll("details[open]").length';
        assert.equal(await page.evaluate(folds), 0, 'folded again on the screen');
      });
    });
  }
});
