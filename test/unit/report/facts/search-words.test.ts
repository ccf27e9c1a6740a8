import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { exitCodeOfSearch } from '../../../../src/contract/exit-code-of.ts';
import type { Point } from '../../../../src/contract/point.ts';
import { pointsReliedOn } from '../../../../src/contract/points-relied-on.ts';
import { resultDocumentSchema } from '../../../../src/contract/result-document.ts';
import type { SearchResult } from '../../../../src/contract/search-result.ts';
import { searchWords } from '../../../../src/report/facts/search-words.ts';
import { render } from '../../../../src/report/render/renderers.ts';
import { aPoint, aResult } from '../../../support/a-result.ts';

const PLAIN = { color: false, width: 140 };
const SEARCH: SearchResult = {
  ...{ lowPerSecond: 10, highPerSecond: 80, precision: 0.05, conditions: ['p99<10ms'] },
  ...{ outcome: 'found', ratePerSecond: 20, missedPerSecond: 21, confirmed: true },
  runs: [
    { role: 'probe', ratePerSecond: 20, finding: 'met' },
    { role: 'confirmation', ratePerSecond: 20, finding: 'met' },
    { role: 'refutation', ratePerSecond: 21, finding: 'missed' },
  ],
};
const points = [
  aPoint({ ratePerSecond: 20 }),
  aPoint({ ratePerSecond: 20 }),
  aPoint({ ratePerSecond: 21, verdict: 'saturated', fired: ['lost-requests'] }),
];
const doc = { ...aResult(), points, search: SEARCH };

describe('the answer of a search', () => {
  for (const [outcome, words, exitCode] of [
    ['found', /^Highest rate that meets p99<10ms: 20\/s; 21\/s did not\.$/, 0],
    ['all-met', /^At least 80\/s meets p99<10ms/, 0],
    ['none-met', /^Not even 10\/s meets p99<10ms\.$/, 1],
    ['limited-by-generator', /^Limited by the generator, not the server: 20\/s met/, 6],
    ['out-of-time', /^Out of time: 20\/s met p99<10ms; 21\/s did not\.$/, 1],
    ['interrupted', /^Interrupted: until then 20\/s had met/, 130],
    ['broken-off', /^Broken off: until then 20\/s had met/, 4],
  ] as const) {
    it(`${outcome} is said in words, and answered with ${exitCode}`, () => {
      const [answer = ''] = searchWords({ ...doc, search: { ...SEARCH, outcome } });
      assert.match(answer, words);
      assert.equal(exitCodeOfSearch({ outcome }), exitCode);
    });
  }
  it('says whether a fresh run confirmed it', () => {
    assert.match(searchWords(doc)[1] ?? '', /^3 runs, .* a fresh run/);
    const unsure = { ...doc, search: { ...SEARCH, confirmed: false } };
    assert.match(searchWords(unsure)[1] ?? '', /not confirmed/);
  });
  it('says so when what was missed was seen by an invalid run alone', () => {
    const search: SearchResult = {
      ...{ ...SEARCH, outcome: 'none-met', ratePerSecond: null, missedPerSecond: 20 },
      ...{ confirmed: false, runs: [{ role: 'probe', ratePerSecond: 20, finding: 'missed' }] },
    };
    const late = aPoint({ ratePerSecond: 20, verdict: 'invalid', fired: ['distortion'] });
    const words = (point: Point) => searchWords({ ...doc, points: [point], search });
    assert.deepEqual(words(late).slice(1), [
      '1 run, looked for to 5 %.',
      'At 20/s our own lateness made the run invalid; the requests that it did not touch missed them too.',
    ]);
    assert.equal(words(aPoint({ ratePerSecond: 20 })).length, 2);
  });
  for (const format of ['text', 'md', 'html'] as const) {
    it(`stands above its runs in ${format}, each with its role`, () => {
      const shown = render(doc, format, PLAIN);
      const at = shown.indexOf('Highest rate that meets');
      assert.ok(at >= 0 && at < shown.indexOf('refutation'));
      for (const word of ['confirmation', 'saturated']) assert.ok(shown.includes(word), word);
    });
  }
  it('rests on the runs at its rate, not on what was tried and left', () => {
    assert.deepEqual(pointsReliedOn(points, SEARCH), points.slice(0, 2));
    assert.deepEqual(pointsReliedOn(points, undefined), points);
    const none = { ...SEARCH, ratePerSecond: null };
    assert.deepEqual(pointsReliedOn(points, none), points);
  });
  it('is part of a document that the schema accepts', () => {
    assert.deepEqual(resultDocumentSchema.parse(doc).search, SEARCH);
  });
});
