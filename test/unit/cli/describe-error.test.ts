import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { describeError } from '../../../src/cli/describe-error.ts';
import { BenchError } from '../../../src/contract/bench-error.ts';

describe('an error, as a person sees it', () => {
  it('says what, why and what to do next', () => {
    const cause = new AggregateError([new Error('one'), new Error('two')], 'tried all');
    const error = new BenchError('server-unreachable', 'no server at x', {
      hint: 'start one',
      cause,
    });
    const { text, exitCode } = describeError(error);
    assert.equal(exitCode, 3);
    assert.equal(text, 'bench: no server at x\n  because one\n  because two\n  → start one\n');
  });
  it('shows a cause once', () => {
    const cause = new Error('no server at x');
    const { text } = describeError(new BenchError('usage', 'no server at x', { hint: 'h', cause }));
    assert.equal(text.match(/no server/g)?.length, 1);
  });
  it('shows no cause that the message has already said in a line of its own', () => {
    const each = ['no server at x', 'no server at y'].map(
      (words) => new BenchError('server-unreachable', words, { hint: 'h' }),
    );
    const message = 'no server at x\nno server at y';
    const cause = new AggregateError(each, message);
    const { text } = describeError(
      new BenchError('server-unreachable', message, { hint: 'h', cause }),
    );
    assert.equal(text, 'bench: no server at x\n       no server at y\n  → h\n');
  });
  it('lets no escape code through to the terminal', () => {
    const error = new BenchError('usage', 'model \u001b[31mred\u0007', { hint: 'h\u009b' });
    assert.equal(describeError(error).text, 'bench: model \\x1b[31mred\\x07\n  → h\\x9b\n');
  });
  it('says that a defect is ours, and where it is', () => {
    const { text, exitCode } = describeError(new TypeError('x is undefined'));
    assert.equal(exitCode, 2);
    assert.match(text, /TypeError: x is undefined[\s\S]*defect of inferbench/);
  });
});
