import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { packageFolder } from '../support/run-bench.ts';

const FOLDERS = ['.', 'docs', 'docs/decisions', 'docs/design', 'models', 'data', 'reports/example'];
const PAGES = FOLDERS.flatMap((folder) =>
  readdirSync(join(packageFolder, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name)),
);

/** As GitHub names a heading: lower case, without punctuation, blanks as hyphens. */
function anchorsOf(page: string): string[] {
  const headings = page.match(/^#+ .*$/gm) ?? [];
  return headings.map((heading) =>
    heading
      .replace(/^#+ /, '')
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}_ -]/gu, '')
      .replaceAll(' ', '-'),
  );
}

function deadLinksOf(page: string): string[] {
  const text = readFileSync(join(packageFolder, page), 'utf8');
  const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
  return links.filter((link) => {
    if (/^[a-z]+:/.test(link)) return false;
    const [path = '', anchor] = link.split('#');
    const file = path === '' ? join(packageFolder, page) : join(packageFolder, dirname(page), path);
    if (!existsSync(file)) return true;
    return anchor !== undefined && !anchorsOf(readFileSync(file, 'utf8')).includes(anchor);
  });
}

describe('pages in this repository', () => {
  it('are found', () => assert.ok(PAGES.includes(join('docs', 'stack.md'))));
  for (const page of PAGES) {
    it(`${page} links to what is there`, () => {
      assert.deepEqual(deadLinksOf(page), []);
    });
  }
});
