import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PullLine } from '../../../src/cli/pull-line.ts';

const MIB = 2 ** 20;

describe('an image that is pulled', () => {
  it('is one line: how much of it, and how many of its layers', () => {
    const pulls = new PullLine();
    pulls.update('triton:1', 'a', 100 * MIB, 100 * MIB);
    assert.equal(
      pulls.update('triton:1', 'b', 1000 * MIB, 2100 * MIB),
      'pulling triton:1 ██████████░░░░░░░░░░ 1,100 of 2,200 MiB, 1 of 2 layers',
    );
  });
  it('counts a layer again as it grows, not twice', () => {
    const pulls = new PullLine();
    pulls.update('x', 'a', MIB, 4 * MIB);
    assert.match(pulls.update('x', 'a', 2 * MIB, 4 * MIB), / 2 of 4 MiB, 0 of 1 layers$/);
  });
  it('keeps two images apart', () => {
    const pulls = new PullLine();
    pulls.update('x', 'a', 8 * MIB, 8 * MIB);
    assert.match(pulls.update('y', 'a', 0, 4 * MIB), /^pulling y ░{20} 0 of 4 MiB/);
  });
  it('knows nothing yet of a layer whose size the engine does not tell', () => {
    assert.match(new PullLine().update('x', 'a', 0, null), / 0 of 0 MiB, 0 of 1 layers$/);
  });
});
