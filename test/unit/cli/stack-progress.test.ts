import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { startProgress } from '../../../src/cli/progress.ts';
import { startStackProgress } from '../../../src/cli/stack-progress.ts';
import { fakeOutside } from '../../support/fake-outside.ts';

const CLEAR_LINE = '\r\u001b[2K';

function stderrOf(start: typeof startProgress, isTerminal: boolean) {
  const { outside, written } = fakeOutside([]);
  return { progress: start({ ...outside.stderr, isTerminal, columns: () => 60 }), written };
}

describe('the progress of bringing servers up', () => {
  it('is said step by step in a pipe too, where a run says nothing', () => {
    const run = stderrOf(startProgress, false);
    const stack = stderrOf(startStackProgress, false);
    for (const { progress } of [run, stack]) {
      progress.events.onStep?.('Triton', 'ready \u001b[2J', 2345);
      progress.events.onPull?.('triton:1', 'a', 1, 2);
      progress.stop();
    }
    assert.equal(run.written.stderr, '');
    assert.equal(stack.written.stderr, '✔ Triton: ready \\x1b[2J (2.3 s)\n');
  });
  it('is a line for an image on a terminal, as wide as it, gone with the next step', () => {
    const { progress, written } = stderrOf(startStackProgress, true);
    progress.events.onPull?.('nvcr.io/nvidia/tritonserver:26.07-py3', 'a', 2 ** 20, 2 ** 21);
    const line = written.stderr.slice(CLEAR_LINE.length);
    assert.ok(written.stderr.startsWith(CLEAR_LINE));
    assert.equal(line, '  pulling nvcr.io/nvidia/tritonserver:26.07-py3 ██████████░');
    progress.events.onStep?.('image', 'pulled', 1000);
    assert.ok(written.stderr.endsWith(`${line}${CLEAR_LINE}✔ image: pulled (1.0 s)\n`));
  });
});
