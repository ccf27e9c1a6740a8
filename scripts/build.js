// Compiles beside dist and puts the result into its place at once: a command that is started meanwhile
// finds the old tree or the new one, and a deleted test's old .js is gone. A failed build changes nothing.
import { spawnSync } from 'node:child_process';
import { renameSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const [dist, fresh, old] = ['dist', 'dist.new', 'dist.old'].map((name) => `${root}${name}`);
const remove = (path) => rmSync(path, { recursive: true, force: true });

remove(fresh);
const compiler = `${root}node_modules/typescript/bin/tsc`;
const { status } = spawnSync(process.execPath, [compiler, '--outDir', fresh], {
  cwd: root,
  stdio: 'inherit',
});
if (status !== 0) {
  remove(fresh);
  process.exit(status ?? 1);
}
remove(old);
try {
  renameSync(dist, old);
} catch (error) {
  if (error.code !== 'ENOENT') throw error;
}
renameSync(fresh, dist);
remove(old);
