import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { groupByJob } from '../../../../src/report/publish/group-by-job.ts';
import { bounded, jobKeyOf } from '../../../../src/report/publish/job-key.ts';
import { aComparison } from '../../../support/a-comparison.ts';
import { aResult } from '../../../support/a-result.ts';
import { somePairs } from '../compare/some-pairs.ts';

describe('the key of a job', () => {
  it('is model, protocol and load, and the same for every run of them', () => {
    const one = aResult({ modelName: 'resnet50', ratePerSecond: 200 });
    assert.equal(jobKeyOf(one), 'resnet50 http 200/s');
    assert.equal(jobKeyOf({ ...one, id: 'another', command: 'another' }), 'resnet50 http 200/s');
  });

  it('is the label "job" where there is one', () => {
    assert.equal(jobKeyOf(aResult({ labels: { job: 'nightly', team: 'x' } })), 'nightly');
  });

  it('of a comparison is that of its runs', () => {
    assert.equal(jobKeyOf(aComparison(somePairs(2, 1))), 'mnist_mlp http 200/s');
  });

  it('is there also where nothing was measured', () => {
    assert.equal(jobKeyOf({ ...aResult(), points: [] }), 'inference');
  });

  it('is cut where it is too long, and two long ones stay apart', () => {
    const [one, two] = [bounded(`${'x'.repeat(300)}1`), bounded(`${'x'.repeat(300)}2`)];
    assert.equal(one.length, 200);
    assert.notEqual(one, two);
    assert.equal(bounded('short'), 'short');
  });
});

describe('documents of several jobs', () => {
  it('are parted by their keys, in the order they were named', () => {
    const [a, b, c] = [
      aResult({ labels: { job: 'b' } }),
      aResult({ labels: { job: 'a' } }),
      aResult({ labels: { job: 'b' } }),
    ];
    assert.deepEqual(groupByJob([a, b, c], null), [
      { jobKey: 'b', documents: [a, c] },
      { jobKey: 'a', documents: [b] },
    ]);
  });

  it('are all of one where that is said', () => {
    const documents = [aResult({ labels: { job: 'b' } }), aResult({ modelName: 'other' })];
    assert.deepEqual(groupByJob(documents, 'mine'), [{ jobKey: 'mine', documents }]);
  });
});
