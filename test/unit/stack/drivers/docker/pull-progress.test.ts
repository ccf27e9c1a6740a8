import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PullProgress } from '../../../../../src/stack/drivers/docker/pull-progress.ts';

type Told = readonly [string, number, number | null];

/** As an engine 20.10 writes them. */
const LINES = [
  { status: 'Pulling from bench-test/triton', id: '1' },
  { status: 'Pulling fs layer', progressDetail: {}, id: 'aa' },
  { status: 'Already exists', progressDetail: {}, id: 'bb' },
  { status: 'Downloading', progressDetail: { current: 10, total: 40 }, progress: '[=>]', id: 'aa' },
  { status: 'Downloading', progressDetail: { current: 30, total: 40 }, progress: '[=>]', id: 'aa' },
  { status: 'Verifying Checksum', progressDetail: {}, id: 'aa' },
  { status: 'Download complete', progressDetail: {}, id: 'aa' },
  { status: 'Extracting', progressDetail: { current: 5, total: 40 }, id: 'aa' },
  { status: 'Pull complete', progressDetail: {}, id: 'aa' },
  { status: 'Digest: sha256:00' },
]
  .map((line) => `${JSON.stringify(line)}\r\n`)
  .join('');

function toldOf(chunks: readonly string[]): { told: Told[]; error: string | null } {
  const told: Told[] = [];
  const progress = new PullProgress((...layer) => told.push(layer));
  for (const chunk of chunks) progress.take(chunk);
  progress.end();
  return { told, error: progress.error };
}

describe('the progress of a pull', () => {
  it('is told layer by layer, in bytes that were downloaded', () => {
    assert.deepEqual(toldOf([LINES]).told, [
      ['aa', 10, 40],
      ['aa', 30, 40],
      ['aa', 40, 40],
      ['aa', 40, 40],
    ]);
  });
  it('is the same in whatever pieces the lines come', () => {
    assert.deepEqual(toldOf([...LINES]), toldOf([LINES]));
  });
  it('has no total while the engine knows none', () => {
    const line = { status: 'Downloading', progressDetail: { current: 7 }, id: 'aa' };
    assert.deepEqual(toldOf([JSON.stringify(line)]).told, [['aa', 7, null]]);
  });
  it('keeps the engine’s words when it fails in the middle', () => {
    const line = { errorDetail: { message: 'no route' }, error: 'no route' };
    assert.equal(toldOf([LINES, JSON.stringify(line)]).error, 'no route');
  });
});
