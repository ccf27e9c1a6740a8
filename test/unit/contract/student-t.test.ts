import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { studentTQuantile, studentTUpperTail } from '../../../src/contract/student-t.ts';

interface Reference {
  readonly madeBy: string;
  readonly rows: readonly { probability: number; degreesOfFreedom: number; t: number }[];
}

interface Tails {
  readonly madeBy: string;
  readonly rows: readonly { t: number; degreesOfFreedom: number; p: number }[];
}

const tailFile = new URL('../../../../test/unit/contract/student-t-tail.json', import.meta.url);
const tails = JSON.parse(readFileSync(tailFile, 'utf8')) as Tails;

const file = new URL('../../../../test/unit/contract/student-t.json', import.meta.url);
const reference = JSON.parse(readFileSync(file, 'utf8')) as Reference;

describe(`Student's t, against ${reference.madeBy}`, () => {
  for (const { probability, degreesOfFreedom, t } of reference.rows) {
    it(`is ${t.toPrecision(5)} at ${probability} with ${degreesOfFreedom} degrees of freedom`, () => {
      const ours = studentTQuantile(probability, degreesOfFreedom);
      assert.ok(Math.abs(ours - t) <= 1e-8 * Math.max(1, t), `${ours} should be ${t}`);
    });
  }
});

describe(`the upper tail of Student's t, against ${tails.madeBy}`, () => {
  for (const { t, degreesOfFreedom, p } of tails.rows) {
    it(`is ${p.toPrecision(5)} above ${t} with ${degreesOfFreedom} degrees of freedom`, () => {
      const ours = studentTUpperTail(t, degreesOfFreedom);
      assert.ok(Math.abs(ours - p) <= 1e-10 * p, `${ours} should be ${p}`);
    });
  }
});
