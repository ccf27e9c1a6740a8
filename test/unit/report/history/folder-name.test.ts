import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { folderName, textOfFolderName } from '../../../../src/report/history/folder-name.ts';

describe('the folder of a series', () => {
  it('is called what the series is, where every system takes that', () => {
    assert.equal(
      folderName('mnist (protocol=http, batchSize=1)'),
      'mnist (protocol=http, batchSize=1)',
    );
  });
  for (const [text, name] of [
    ['../../etc', '%2E.%2F..%2Fetc'],
    ['..', '%2E%2E'],
    ['.git', '%2Egit'],
    ['/', '%2F'],
    ['-rf', '%2Drf'],
    ['a\\b', 'a%5Cb'],
    ['a\0b', 'a%00b'],
    ['a ', 'a%20'],
    ['%2F', '%252F'],
    ['ü', '%C3%BC'],
  ] as const) {
    it(`is never a path, hidden or a flag: ${JSON.stringify(text)}`, () => {
      assert.equal(folderName(text), name);
    });
  }
  it('gives its text back, for any text, and is always one name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (text) => {
        const name = folderName(text);
        assert.equal(textOfFolderName(name), text);
        assert.doesNotMatch(name, /^[.-]|[/\\\0]/);
      }),
    );
  });
  it('has no text where the name is not one of ours', () => {
    for (const name of ['.git', '%', '%2f', 'a*b', '%41'])
      assert.equal(textOfFolderName(name), null);
  });
});
