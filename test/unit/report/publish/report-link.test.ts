import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { reportLink } from '../../../../src/report/publish/report-link.ts';

describe('the link to the full report', () => {
  it('cannot be ended by its address', () => {
    const link = reportLink('https://ci.example/a)b|c`d<e>f?x=[1]&y=@name');
    assert.match(link?.markdown ?? '', /^\[Full report\]\([^()|`<>@[\]\s]+\)$/);
  });

  it('holds no password', () => {
    assert.equal(reportLink('https://user:secret@ci.example/1')?.url, 'https://ci.example/1');
  });

  it('is none for what is no address of the web', () => {
    for (const address of ['javascript:alert(1)', 'file:///etc/passwd', 'nonsense', '']) {
      assert.equal(reportLink(address), null, address);
    }
  });
});
