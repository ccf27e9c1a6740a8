// node scripts/test.js [--at-once n] <folder>...
// Lists the test files itself: `node --test <folder>` and globs differ between Node 20 and 22.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const { values, positionals: folders } = parseArgs({
  options: { 'at-once': { type: 'string', default: '2' } },
  allowPositionals: true,
});
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
const atOnce = Math.max(Number(values['at-once']), availableParallelism() - 1);
const options = ['--test', '--test-reporter=spec', `--test-concurrency=${atOnce}`];
const { status } = spawnSync(process.execPath, ['--enable-source-maps', ...options, ...files], {
  stdio: 'inherit',
});
process.exit(status ?? 1);
