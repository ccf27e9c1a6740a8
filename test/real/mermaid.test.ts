import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { type Browser, chromium, type Page } from 'playwright-core';
import { packageRoot } from '../support/package-root.ts';
import { realHome } from '../support/real-home.ts';

const CHROMIUM = '/usr/bin/chromium';
const PATIENCE_MS = 120_000;
/** One of each generation; GitHub and GitLab run other ones, and change them. */
const VERSIONS = ['10.9.8', '11.17.2', '12.3.0'];
const GOLDEN = join(packageRoot, 'test/golden');
const BLOCK = /^```mermaid\n([\s\S]*?)^```$/gm;

interface Block {
  readonly file: string;
  readonly text: string;
}

const blocks: readonly Block[] = readdirSync(GOLDEN)
  .filter((file) => file.endsWith('.md'))
  .flatMap((file) =>
    [...readFileSync(join(GOLDEN, file), 'utf8').matchAll(BLOCK)].map(([, text = '']) => ({
      file,
      text,
    })),
  );

interface Drawn {
  readonly bars: number;
  readonly lines: number;
  readonly words: string;
  /** Of what is drawn, that it lies inside the picture. */
  readonly isInside: boolean;
}

/** Parses and draws a block as GitHub does: strictly, nothing of it is markup. */
async function draw(page: Page, text: string): Promise<Drawn> {
  return page.evaluate(`(async () => {
    mermaid.initialize({ startOnLoad: false, securityLevel: 'strict' });
    await mermaid.parse(${JSON.stringify(text)});
    const { svg } = await mermaid.render('chart', ${JSON.stringify(text)});
    document.body.innerHTML = svg;
    const chart = document.querySelector('svg');
    const whole = chart.getBoundingClientRect();
    const inside = (one) => {
      const { left, right, top, bottom } = one.getBoundingClientRect();
      return left >= whole.left - 1 && right <= whole.right + 1 && top >= whole.top - 1 && bottom <= whole.bottom + 1;
    };
    const bars = [...chart.querySelectorAll('[class^=bar-plot] rect')];
    const lines = [...chart.querySelectorAll('[class^=line-plot] path')];
    return {
      bars: bars.length, lines: lines.length, words: chart.textContent,
      isInside: [...bars, ...lines, ...chart.querySelectorAll('text')].every(inside),
    };
  })()`);
}

let browser: Browser;
before(async () => {
  browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: ['--no-sandbox', '--disable-gpu'],
    timeout: PATIENCE_MS,
  });
});
after(() => browser?.close());

describe('the charts of report.md', () => {
  it('are in the golden reports', () => assert.ok(blocks.length > 10, `${blocks.length} blocks`));
  for (const version of VERSIONS) {
    it(`are drawn by Mermaid ${version}: each bar, the line, the title`, async () => {
      const page = await browser.newPage();
      page.setDefaultTimeout(PATIENCE_MS);
      await page.addScriptTag({ path: join(realHome, 'mermaid', `${version}.js`) });
      for (const { file, text } of blocks) {
        const drawn = await draw(page, text);
        const listed = /^ {4}bar \[(.*)\]$/m.exec(text)?.[1]?.split(', ') ?? [];
        const title = /^ {4}title "(.*)"$/m.exec(text)?.[1] ?? '';
        assert.equal(drawn.bars, listed.length, `${file}: ${text}`);
        assert.equal(drawn.lines, 1, file);
        assert.ok(drawn.words.includes(title), `${file}: ${drawn.words}`);
        assert.ok(drawn.isInside, `${file}: ${text}`);
      }
    });
  }
});
