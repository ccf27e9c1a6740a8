import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ResultDocument } from '../../../../src/contract/result-document.ts';
import { documentNotices, verdictWords } from '../../../../src/report/facts/verdict-words.ts';
import { aResult } from '../../../support/a-result.ts';
import { RESULT_SHAPES } from '../../../support/result-shapes.ts';

function wordsOf(name: string) {
  const [point] = RESULT_SHAPES[name]?.().points ?? [];
  return verdictWords(point ?? assert.fail());
}

describe('the verdict in words', () => {
  it('is plain when all is well', () => {
    assert.deepEqual(wordsOf('valid'), {
      verdict: 'valid',
      word: 'valid',
      tone: 'good',
      headline: 'These numbers can be believed.',
      sentences: ['All 8 rules hold.'],
    });
  });
  it('of a saturated run says offered, served, and what latency now means', () => {
    const { headline, sentences } = wordsOf('saturated');
    assert.equal(headline, 'The server could not take the offered rate.');
    assert.match(
      sentences.at(-1) ?? '',
      /^Due 100\.0\/s, served .*depends on the length of the run/,
    );
  });
  it('of an invalid run gives each reason with value and limit, and the saturation beside it', () => {
    const { word, sentences } = wordsOf('invalid');
    assert.equal(word, 'invalid');
    assert.equal(
      sentences[0],
      'We distorted the median: p50 31 % above clean (limit 10 % and 50 µs).',
    );
    assert.match(sentences.at(-1) ?? '', /Latency now depends on the length/);
  });
  it('does not call it good news that nothing was measured', () => {
    const { word, tone, headline } = wordsOf('zero-requests');
    assert.deepEqual([word, tone, headline], ['nothing measured', 'warn', 'Nothing was measured.']);
  });
  it('does not call it good news that nothing was answered', () => {
    const { word, tone } = wordsOf('all-failed');
    assert.deepEqual([word, tone], ['no good answer', 'bad']);
  });
});

describe('notices above everything else', () => {
  const real: ResultDocument = { ...aResult(), target: { ...aResult().target, standIn: null } };
  it('are none for a complete run against a real server', () => {
    assert.deepEqual(documentNotices(real), []);
  });
  it('name a stand-in', () => {
    assert.deepEqual(documentNotices(aResult()), ['Server: embedded CPU stand-in, not Triton.']);
  });
  it('say how much of a sweep is missing, and how to go on with it', () => {
    const config = { sweep: 'qps=50,100,200' };
    for (const status of ['interrupted', 'partial'] as const) {
      const said = documentNotices({ ...real, status, config }).at(-1);
      const words = `1 of 3 loads had begun: bench run --resume ${real.id} measures what is missing.`;
      assert.equal(said, words);
    }
    assert.deepEqual(documentNotices({ ...real, config }), []);
  });
  it('say how far an interrupted run got', () => {
    assert.deepEqual(documentNotices({ ...real, status: 'interrupted' }), [
      'Interrupted after 10.0 s: this is what was seen until then.',
    ]);
  });
  it('say that something broke during the run', () => {
    assert.match(documentNotices({ ...real, status: 'failed' })[0] ?? '', /^Something broke/);
  });
});
