import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { modelProblem } from '../../../src/clients/model-problem.ts';

const INDEX = [
  { name: 'mnist_mlp', version: '1', state: 'READY', reason: null },
  { name: 'mnist_mlp', version: '3', state: 'READY', reason: null },
  { name: 'broken', version: '1', state: 'UNAVAILABLE', reason: 'Internal: no weights\nAt: 1' },
  { name: 'asleep', version: null, state: '', reason: null },
];
const ADDRESS = 'http://user:secret@127.0.0.1:8000';

function problem(name: string, version?: string, index: typeof INDEX | null = INDEX) {
  const { code, message, hint } = modelProblem(
    { address: ADDRESS, name, version, serverSays: "unknown model: 'x'" },
    index,
  );
  assert.equal(code, 'model-unsuitable');
  return { message, hint };
}

describe('a model that is not to be had', () => {
  it('is unknown: the names that exist and the likely one', () => {
    assert.deepEqual(problem('mnist_mpl'), {
      message: 'no model "mnist_mpl" at http://127.0.0.1:8000',
      hint: 'did you mean "mnist_mlp"? models there: mnist_mlp, broken, asleep',
    });
  });
  it('is unknown on a server without models', () => {
    assert.equal(problem('x', undefined, []).hint, 'its model repository is empty');
  });
  it('is not ready: the server’s state and reason on one line', () => {
    const { message } = problem('broken');
    assert.equal(
      message,
      'model "broken" at http://127.0.0.1:8000 is not ready: UNAVAILABLE: Internal: no weights At: 1',
    );
  });
  it('was never loaded: the server’s words', () => {
    assert.match(problem('asleep').message, /is not ready: not loaded: unknown model: 'x'$/);
  });
  it('has no such version: the versions there', () => {
    assert.deepEqual(problem('mnist_mlp', '2'), {
      message: 'model "mnist_mlp" at http://127.0.0.1:8000 has no version 2',
      hint: 'versions there: 1, 3',
    });
  });
  it('is ready and refused all the same: the server’s words', () => {
    assert.match(
      problem('mnist_mlp', '3').message,
      /refuses model "mnist_mlp": unknown model: 'x'/,
    );
  });
  it('is refused by a server without an index: the server’s words', () => {
    assert.match(problem('x', undefined, null).message, /refuses model "x": unknown model: 'x'/);
  });
  it('does not flood the terminal with names', () => {
    const many = Array.from({ length: 50 }, (_, i) => ({
      name: `model-${i}`,
      version: '1',
      state: 'READY',
      reason: null,
    }));
    assert.match(problem('zzz', undefined, many).hint, /model-19 and 30 more$/);
  });
});
