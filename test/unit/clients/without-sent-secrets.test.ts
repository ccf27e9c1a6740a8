import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { withoutSentSecrets } from '../../../src/clients/without-sent-secrets.ts';

describe("a server's words about a request", () => {
  it('do not repeat its token, alone or behind its scheme', () => {
    const headers = { Authorization: 'Bearer s3cr3t-tok' };
    assert.equal(withoutSentSecrets('no: Bearer s3cr3t-tok', headers), 'no: Bearer (hidden)');
    assert.equal(withoutSentSecrets('bad token "s3cr3t-tok"', headers), 'bad token "(hidden)"');
  });
  it('do not repeat a key in a header of any name', () => {
    assert.equal(withoutSentSecrets('key abcdefgh', { 'x-api-key': 'abcdefgh' }), 'key (hidden)');
  });
  it('stay as they are where they hold none', () => {
    const headers = { 'content-type': 'application/json', 'x-tenant': 'a' };
    const words = 'a body of application/json was wanted';
    assert.equal(withoutSentSecrets(words, headers), words);
    assert.equal(withoutSentSecrets(words), words);
  });
});
