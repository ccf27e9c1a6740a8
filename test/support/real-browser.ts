import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { AxeResults } from 'axe-core';
import { type BrowserContextOptions, chromium, type Page } from 'playwright-core';

/** Where Debian puts it. */
const CHROMIUM = '/usr/bin/chromium';
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const PATIENCE_MS = 120_000;
export const PHONE = { width: 360, height: 740 };
/** A4 less its margins of 14 mm, at 96 pixels an inch. */
export const PAPER = { width: 688, height: 1017 };
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export interface Visit {
  readonly page: Page;
  /** All that the page complained of, and all it asked a network for. */
  readonly complaints: readonly string[];
}

export interface RealBrowser {
  /** Opens a page from the disk, the network off. */
  visit(
    html: string,
    options: BrowserContextOptions,
    look: (visit: Visit) => Promise<void>,
  ): Promise<void>;
  close(): Promise<void>;
}

/** A real Chromium and a folder for its pages. */
export async function openBrowser(): Promise<RealBrowser> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-browser-'));
  const browser = await chromium.launch({
    ...{ executablePath: CHROMIUM, args: FLAGS, timeout: PATIENCE_MS },
  });
  return {
    visit: async (html, options, look) => {
      const file = join(folder, 'page.html');
      writeFileSync(file, html);
      const context = await browser.newContext({ ...options, offline: true });
      try {
        context.setDefaultTimeout(PATIENCE_MS);
        const page = await context.newPage();
        const complaints = complaintsOf(page);
        await page.goto(pathToFileURL(file).href);
        await look({ page, complaints });
      } finally {
        await context.close();
      }
    },
    close: async () => {
      await browser.close();
      await rm(folder, { recursive: true });
    },
  };
}

function complaintsOf(page: Page): readonly string[] {
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('dialog', (dialog) => complaints.push(`dialog: ${dialog.message()}`));
  page.on('request', (request) => {
    if (!request.url().startsWith('file:')) complaints.push(`asked for ${request.url()}`);
  });
  return complaints;
}

/** Serious and critical findings of axe, each with the elements it is about. */
export async function seriousFindings(page: Page): Promise<string[]> {
  // The page's own policy lets no script in; the debugger's door does.
  await page.evaluate(AXE);
  const { violations, passes } = (await page.evaluate('axe.run()')) as AxeResults;
  assert.ok(passes.length > 10, 'axe looked at the page');
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html: element }) => element).join(' ')}`);
}

export async function widthOf(page: Page): Promise<number> {
  return (await page.evaluate('document.documentElement.scrollWidth')) as number;
}
