import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { isMarked, markerOf } from '../../../../src/report/publish/marker.ts';

describe('the marker of a comment', () => {
  it('is an HTML comment with the key, which nobody sees', () => {
    assert.equal(markerOf('resnet50 http qps=200'), '<!-- inferbench:resnet50 http qps=200 -->');
  });

  it('cannot be ended by a key', () => {
    for (const key of ['--> <b>', '--!>', '>', '->', 'a--', 'a-', '<!--', 'a\n-->', '\ud800']) {
      const inner = markerOf(key).slice('<!--'.length, -'-->'.length);
      assert.doesNotMatch(inner, /--|[<>\n]|-$/, key);
    }
  });

  it('is one line of plain characters for any key, and of different keys is different', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (one, two) => {
        const marker = markerOf(one);
        assert.match(marker, /^<!-- inferbench:[\x20-\x7e]* -->$/);
        assert.equal(marker.indexOf('-->'), marker.length - 3);
        if (one !== two) assert.notEqual(marker, markerOf(two));
      }),
    );
  });

  it('is found at the beginning alone: who quotes it has not written it', () => {
    const marker = markerOf('nightly');
    assert.ok(isMarked(`${marker}\n\n### text`, 'nightly'));
    assert.ok(isMarked(`\r\n${marker}\r\n### text`, 'nightly'));
    assert.ok(!isMarked(`> ${marker}\n\nlook at this`, 'nightly'));
    assert.ok(!isMarked(`${marker}\n`, 'night'));
    assert.ok(!isMarked(`${markerOf('nightly 2')}\n`, 'nightly'));
  });
});
