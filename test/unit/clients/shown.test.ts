import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { shownText, shownUrl } from '../../../src/clients/shown.ts';

describe('outside text in a message', () => {
  it('is one line without control characters', () => {
    assert.equal(shownText(' a\n\tb\u001b[31mc\u202ed\u0000 '), 'a b [31mc d');
  });
  it('is cut, and shows that it was', () => {
    assert.equal(shownText('x'.repeat(300), 10), `${'x'.repeat(10)}…`);
  });
  for (const [url, shown] of [
    ['http://user:secret@host:1/a', 'http://host:1/a'],
    ['http://user@host', 'http://host'],
    ['http://a@b:secret@host/x', 'http://host/x'],
    ['user:secret@host:1', 'host:1'],
    ['http://host/a@b', 'http://host/a@b'],
  ] as const) {
    it(`shows ${url} as ${shown}`, () => assert.equal(shownUrl(url), shown));
  }
});
