import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The package's root, from dist/test/support/. */
export const packageFolder = fileURLToPath(new URL('../../..', import.meta.url)).replace(/\/$/, '');

const NO_ENGINE = 'unix:///nowhere/docker.sock';

export interface BenchEnding {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder of its own for one test's results. */
export function emptyFolder(): string {
  return mkdtempSync(join(tmpdir(), 'bench-test-'));
}

/** Where the command keeps its state when it is started in that folder. */
export function stateHome(cwd: string): string {
  return join(cwd, '.state');
}

/** Starts the real command; `started` gets its process, to interrupt it, `env` joins its environment. */
export function runBench(
  args: readonly string[],
  cwd: string,
  started: (pid: number) => void = () => undefined,
  env: Readonly<Record<string, string>> = {},
): Promise<BenchEnding> {
  const child = spawn(process.execPath, [join(packageFolder, 'bin/bench.js'), ...args], {
    cwd,
    // A stack that somebody left running here is none of a test's business.
    env: { ...process.env, XDG_STATE_HOME: stateHome(cwd), DOCKER_HOST: NO_ENGINE, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const written = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => {
    written.stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    written.stderr += chunk;
  });
  if (child.pid !== undefined) started(child.pid);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exitCode) => resolve({ exitCode, ...written }));
  });
}
