import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { studentTQuantile } from '../../../../src/load/stats/student-t.ts';

interface Reference {
  readonly madeBy: string;
  readonly rows: readonly { probability: number; degreesOfFreedom: number; t: number }[];
}

const file = new URL('../../../../../test/unit/load/stats/student-t.json', import.meta.url);
const reference = JSON.parse(readFileSync(file, 'utf8')) as Reference;

describe(`Student's t, against ${reference.madeBy}`, () => {
  for (const { probability, degreesOfFreedom, t } of reference.rows) {
    it(`is ${t.toPrecision(5)} at ${probability} with ${degreesOfFreedom} degrees of freedom`, () => {
      const ours = studentTQuantile(probability, degreesOfFreedom);
      assert.ok(Math.abs(ours - t) <= 1e-8 * Math.max(1, t), `${ours} should be ${t}`);
    });
  }
});
