import assert from 'node:assert/strict';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { BenchError } from '../../../../src/contract/bench-error.ts';
import { replaySamples } from '../../../../src/load/samples/replay-samples.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { anyFate } from '../stats/play-load.ts';
import { keepLoad, openSampleFile } from './a-sample-file.ts';

const code = (wanted: string) => (error: unknown) =>
  error instanceof BenchError && error.code === wanted;

describe('a file of samples', () => {
  it('has its name when it is whole, and not before; what was there is replaced then', async () => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'samples');
    writeFileSync(path, 'of an earlier run');
    await using file = await openSampleFile(path);
    await keepLoad(file, [fc.sample(anyFate, 3)]);
    assert.equal(readFileSync(path, 'utf8'), 'of an earlier run');
    assert.ok((await replaySamples(`${path}.unfinished`)).isCut, 'readable as far as it goes');
    await file.finish('id');
    assert.deepEqual(readdirSync(folder.path), ['samples']);
    assert.equal((await replaySamples(path)).resultId, 'id');
  });

  it('is written where a symbolic link leads, and the link stays', async () => {
    using folder = temporaryFolder();
    const target = join(folder.path, 'target');
    const link = join(folder.path, 'link');
    writeFileSync(target, '');
    symlinkSync(target, link);
    await using file = await openSampleFile(link);
    await file.finish(null);
    assert.equal((await replaySamples(target)).loads.length, 0);
    assert.deepEqual(readdirSync(folder.path).sort(), ['link', 'target']);
  });

  it('is refused before any load where it cannot be', async () => {
    using folder = temporaryFolder();
    mkdirSync(join(folder.path, 'folder'));
    for (const path of ['/dev/null', join(folder.path, 'folder'), join(folder.path, 'no/file')]) {
      await assert.rejects(openSampleFile(path), code('config-invalid'), path);
    }
    assert.ok(!existsSync('/dev/null.unfinished'));
  });

  it('leaves nothing where no load was begun', async () => {
    using folder = temporaryFolder();
    {
      await using _ = await openSampleFile(join(folder.path, 'samples'));
    }
    assert.deepEqual(readdirSync(folder.path), []);
  });

  it('keeps what it has, under the unfinished name, where the run ended by an error', async () => {
    using folder = temporaryFolder();
    {
      await using file = await openSampleFile(join(folder.path, 'samples'));
      await keepLoad(file, [fc.sample(anyFate, 3)]);
    }
    assert.deepEqual(readdirSync(folder.path), ['samples.unfinished']);
  });

  it('is refused before any load where the disk is full', async () => {
    using folder = temporaryFolder();
    // Every write to it fails with ENOSPC.
    symlinkSync('/dev/full', join(folder.path, 'full.unfinished'));
    await assert.rejects(openSampleFile(join(folder.path, 'full')), code('config-invalid'));
  });
});
