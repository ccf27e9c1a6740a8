import assert from 'node:assert/strict';
import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { describe, it } from 'node:test';
import { LogTail } from '../../../src/stack/log-tail.ts';

async function tailOf(chunks: readonly string[], maxLines?: number): Promise<readonly string[]> {
  const stream = new PassThrough();
  const tail = new LogTail(maxLines);
  tail.follow(stream);
  for (const chunk of chunks) stream.write(chunk);
  stream.end();
  await once(stream, 'end');
  return tail.lines;
}

describe('the tail of a log', () => {
  it('puts lines together that came in pieces', async () => {
    assert.deepEqual(await tailOf(['on', 'e\ntw', 'o\r\n', '\nlast']), ['one', 'two', '', 'last']);
  });

  it('keeps the last lines only', async () => {
    assert.deepEqual(await tailOf(['1\n2\n3\n4\n'], 2), ['3', '4']);
  });

  it('does not grow with a line that never ends', async () => {
    const [line = ''] = await tailOf(Array<string>(50).fill('x'.repeat(1000)));
    assert.equal(line.length, 1000);
  });
});
