import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { combinationsOf, expandMatrix } from '../../../../src/contract/jobs/expand-matrix.ts';

describe('a matrix', () => {
  it('stands for one job of each combination, the last option changing fastest', () => {
    const words = expandMatrix({ protocol: ['http', 'grpc'], batchSize: [1, 8] }).map(
      (one) => one.words,
    );
    assert.deepEqual(words, [
      'protocol=http, batchSize=1',
      'protocol=http, batchSize=8',
      'protocol=grpc, batchSize=1',
      'protocol=grpc, batchSize=8',
    ]);
  });
  it('keeps each value as it was written', () => {
    const options = expandMatrix({ batchSize: [8], insecure: [true], url: ['http://a'] })[0]
      ?.options;
    assert.deepEqual(options, { batchSize: 8, insecure: true, url: 'http://a' });
  });
  it('is one job without a choice when it is empty', () => {
    assert.deepEqual(expandMatrix({}), [{ words: '', options: {} }]);
  });
  it('never names the password of an address', () => {
    const [one] = expandMatrix({ url: ['http://me:secret@host:8000'] });
    assert.equal(one?.words, 'url=http://(hidden)@host:8000');
  });
  it('has as many combinations as are counted beforehand, each once', () => {
    const lists = fc.uniqueArray(fc.integer(), { minLength: 1, maxLength: 5 });
    const matrices = fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), lists, { maxKeys: 4 });
    fc.assert(
      fc.property(matrices, (matrix) => {
        const words = expandMatrix(matrix).map((one) => one.words);
        assert.equal(words.length, combinationsOf(matrix));
        assert.equal(new Set(words).size, words.length);
      }),
    );
  });
});
