import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { parse } from 'yaml';
import { parseJobs } from '../../src/contract/jobs/parse-jobs.ts';
import { packageRoot } from '../support/package-root.ts';

const page = readFileSync(`${packageRoot}docs/ci.md`, 'utf8');
const blocks = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text]) => parse(text ?? ''));

describe('docs/ci.md', () => {
  it('shows jobs that are understood', () => {
    const values = blocks.find((block) => block.jobs) ?? assert.fail('no jobs');
    const file = { values, placeOf: () => 'docs/ci.md' };
    const jobs = parseJobs(file, { values: {}, nameOf: (key) => key });
    assert.equal(jobs.length, 5);
    assert.equal(jobs[0]?.name, 'mnist (protocol=http, batchSize=1)');
    assert.deepEqual(jobs.at(-1)?.base?.pairs, 8);
  });
  it('uses inputs and outputs that the action has', () => {
    const action = parse(readFileSync(`${packageRoot}action.yml`, 'utf8'));
    const [use, show] = blocks.find((block) => Array.isArray(block)) ?? assert.fail('no steps');
    for (const input of Object.keys(use.with)) assert.ok(input in action.inputs, input);
    for (const value of Object.values<string>(show.env)) {
      assert.ok((/outputs\.([\w-]+)/.exec(value)?.[1] ?? '') in action.outputs, value);
    }
  });
});
