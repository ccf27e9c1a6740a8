import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { gravestExitCode } from '../../../src/contract/gravest-exit-code.ts';

describe('the exit code of several jobs', () => {
  const cases: [number[], number, string][] = [
    [[], 0, 'nothing went wrong where there is nothing'],
    [[0, 0], 0, 'all fine'],
    [[1, 6], 6, 'numbers that cannot be believed before a missed gate'],
    [[6, 4], 4, 'no good answer before invalid'],
    [[4, 3], 3, 'no server before no good answer'],
    [[3, 2], 2, 'a mistake of configuration before no server'],
    [[2, 130, 0], 130, 'an interrupt before everything'],
  ];
  for (const [codes, gravest, why] of cases) {
    it(why, () => assert.equal(gravestExitCode(codes), gravest));
  }
});
