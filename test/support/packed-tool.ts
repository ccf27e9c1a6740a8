import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { packageFolder } from './run-bench.ts';

/** What npm pack makes of this repository, in that folder; gives its name. */
export function packTool(folder: string): string {
  const words = ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder];
  const name = execFileSync('npm', words, { cwd: packageFolder, encoding: 'utf8' });
  return name.trim().split('\n').at(-1) ?? join(folder, 'none.tgz');
}
