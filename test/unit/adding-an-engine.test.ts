import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { packageRoot } from '../support/package-root.ts';

const page = readFileSync(`${packageRoot}docs/adding-an-engine.md`, 'utf8');

describe('docs/adding-an-engine.md', () => {
  it('shows the example that is compiled and tested', () => {
    const [, code] = /```ts\n([\s\S]*?)```/.exec(page) ?? [];
    assert.equal(code, readFileSync(`${packageRoot}test/support/fetch-engine.ts`, 'utf8'));
  });
  it('names files that are there', () => {
    const links = [...page.matchAll(/\]\((\.\.\/[^)]+)\)/g)].map(([, path = '']) => path);
    const named = [...page.matchAll(/`((?:src|test|docs)\/[^`<]+?)`/g)].map(
      ([, path = '']) => path,
    );
    const missing = [...links.map((path) => join('docs', path)), ...named].filter(
      (path) => !existsSync(join(packageRoot, path)),
    );
    assert.ok(links.length > 0 && named.length > 0);
    assert.deepEqual(missing, []);
  });
});
