import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { TimeSeries } from '../../../../src/contract/measurements.ts';
import { pagesAround, pagesOfSamples } from '../../../../src/report/metrics/pages-of-samples.ts';

const series = (name: string, ...values: [number, number][]): TimeSeries => ({
  ...{ name, labels: {} },
  values: values.map(([atMs, value]) => ({ atMs, value })),
});

describe('scraped samples', () => {
  it('are the pages they came from, those that told nothing included', () => {
    const pages = pagesOfSamples(
      [series('a', [2000, 5], [3000, 6]), series('b', [3000, 7])],
      [series('up', [1000, 1], [1500, 0], [2000, 1], [3000, 1])],
    );
    assert.deepEqual(
      pages.map(({ atMs, samples }) => [atMs, ...samples.map(({ name, value }) => name + value)]),
      [[1000], [2000, 'a5'], [3000, 'a6', 'b7']],
    );
  });
});

describe('the pages around a load', () => {
  const pages = [1000, 2000, 3000, 4000, 5000].map((atMs) => ({ atMs, samples: [] }));
  const around = (startMs: number, endMs: number) =>
    pagesAround(pages, startMs, endMs)?.map(({ atMs }) => atMs) ?? null;

  it('begin with the last before it and go on to the newest', () =>
    assert.deepEqual(around(2500, 3500), [2000, 3000, 4000, 5000]));
  it('may lie on its edges', () => assert.deepEqual(around(4000, 5000), [4000, 5000]));
  it('are not known when none was scraped before it', () => assert.equal(around(999, 3000), null));
  it('are not known when none was scraped after it', () => assert.equal(around(2000, 5001), null));
  it('are not known when nothing was scraped', () => assert.equal(pagesAround([], 0, 1), null));
});
