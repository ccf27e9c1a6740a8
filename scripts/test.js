// node scripts/test.js <folder>...
// Lists the test files itself: `node --test <folder>` and globs differ between Node 20 and 22.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';

// Most of their time is waiting. More than two take turns on two cores, and loads that are measured late say so.
const AT_ONCE = 2;

const folders = process.argv.slice(2);
const files = folders
  .filter((folder) => existsSync(folder))
  .flatMap((folder) =>
    readdirSync(folder, { recursive: true })
      .filter((name) => name.endsWith('.test.js'))
      .map((name) => join(folder, name)),
  )
  .sort();
if (files.length === 0) {
  console.error(`no test files under ${folders.join(', ')}`);
  process.exit(1);
}
// Left alone, node runs one file at a time on a machine with two cores.
const atOnce = Math.max(AT_ONCE, availableParallelism() - 1);
const options = ['--test', '--test-reporter=spec', `--test-concurrency=${atOnce}`];
const { status } = spawnSync(process.execPath, ['--enable-source-maps', ...options, ...files], {
  stdio: 'inherit',
});
process.exit(status ?? 1);
