import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { tarArchive } from '../../../../../src/stack/drivers/docker/tar-archive.ts';

function unpacked<T>(archive: Buffer, look: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'tar-archive-'));
  try {
    execFileSync('tar', ['-x', '-C', folder, '-f', '-'], { input: archive });
    return look(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('an archive of text files', () => {
  it('gives tar(1) back what was put in, whatever the text', () => {
    const texts = fc.array(fc.string({ unit: 'binary', maxLength: 1500 }), { maxLength: 4 });
    fc.assert(
      fc.property(texts, (contents) => {
        const files = Object.fromEntries(contents.map((text, at) => [`/etc/a b/${at}.yml`, text]));
        unpacked(tarArchive(files), (folder) => {
          for (const [path, text] of Object.entries(files)) {
            assert.deepEqual(readFileSync(join(folder, path)), Buffer.from(text));
          }
        });
      }),
      { numRuns: 15 },
    );
  });
  it('has files that everybody may read', () => {
    const mode = unpacked(tarArchive({ '/x.yml': 'x' }), (folder) =>
      statSync(join(folder, 'x.yml')),
    ).mode;
    assert.equal(mode & 0o777, 0o644);
  });
  it('has no entries for folders, whose owners would change', () => {
    const list = execFileSync('tar', ['-t', '-f', '-'], {
      input: tarArchive({ '/var/lib/grafana/dashboards/a.json': '{}' }),
    });
    assert.equal(list.toString(), 'var/lib/grafana/dashboards/a.json\n');
  });
  it('refuses a path that the format has no room for', () => {
    assert.throws(() => tarArchive({ [`/${'x'.repeat(101)}`]: '' }), RangeError);
  });
});
