import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { packageRoot } from '../support/package-root.ts';

interface LockedPackage {
  readonly resolved?: string;
  readonly integrity?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const LOCK_FILES = ['package-lock.json', 'scripts/train-mnist/package-lock.json'];

for (const file of LOCK_FILES) {
  describe(file, () => {
    const text = readFileSync(packageRoot + file, 'utf8');
    const packages: Readonly<Record<string, LockedPackage>> = JSON.parse(text).packages;
    const paths = Object.keys(packages);
    const dependencies = Object.entries(packages).filter(([path]) => path !== '');

    it('names every build of a package that comes in one build for each platform', () => {
      const wanted = dependencies.flatMap(([, { optionalDependencies = {} }]) =>
        Object.keys(optionalDependencies),
      );
      const missing = wanted.filter(
        (name) => !paths.some((path) => path.endsWith(`node_modules/${name}`)),
      );
      assert.deepEqual(missing, [], 'npm ci refuses a lock file without them');
    });

    it('pins each package by its contents, not by the address it came from', () => {
      const unpinned = dependencies.filter(([, { integrity }]) => integrity === undefined);
      const addressed = dependencies.filter(([, { resolved }]) => resolved !== undefined);
      assert.deepEqual([...unpinned, ...addressed], []);
    });
  });
}
