import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

/** Which room may open which door. A room is entered by its index.ts; `contract` and `clients` are open. */
const DOORS: Readonly<Record<string, readonly string[]>> = {
  contract: [],
  clients: ['contract'],
  load: ['contract', 'clients'],
  stack: ['contract', 'clients'],
  report: ['contract', 'clients'],
  app: ['contract', 'load', 'stack', 'report'],
  cli: ['contract', 'app'],
};
const OPEN_ROOMS = ['contract', 'clients'];
const IMPORT = /(?:from|import)\s*\(?\s*['"]([^'"]+)['"]/g;

const src = join(fileURLToPath(new URL('.', import.meta.url)), '../../../src');
const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && name.includes('/'))
  .sort();

function importsOf(file: string): string[] {
  const text = readFileSync(join(src, file), 'utf8');
  return [...text.matchAll(IMPORT)].map((match) => match[1] ?? '');
}

function strangers(file: string): string[] {
  const room = file.split('/')[0] ?? '';
  return importsOf(file).filter((specifier) => {
    if (!specifier.startsWith('.')) {
      if (room !== 'contract') return false;
      return specifier !== 'zod';
    }
    const target = relative(src, normalize(join(src, dirname(file), specifier)));
    if (target.startsWith('..')) return false;
    const [other = ''] = target.split('/');
    if (other === room) return false;
    const mayEnter = DOORS[room]?.includes(other) ?? false;
    const byTheDoor = OPEN_ROOMS.includes(other) || target === `${other}/index.ts`;
    return !mayEnter || !byTheDoor;
  });
}

describe('the house', () => {
  it('has only the rooms that are on the plan', () => {
    const rooms = new Set(files.map((file) => file.split('/')[0] ?? ''));
    assert.deepEqual(
      [...rooms].filter((room) => !(room in DOORS)),
      [],
    );
  });
  for (const file of files) {
    it(`${file} opens only doors that its room has`, () => assert.deepEqual(strangers(file), []));
  }
});

describe('the hot path', () => {
  for (const file of files.filter((name) => /^load\/engines\/(http|grpc)\//.test(name))) {
    it(`${file} uses neither node:http nor node:http2`, () => {
      const banned = importsOf(file).filter((name) => /^(node:)?(http|http2|https)$/.test(name));
      assert.deepEqual(banned, []);
    });
  }
});
