import { spawn } from 'node:child_process';
import { starve } from '../../dist/test/support/bad-servers/starve.js';

/**
 * Runs a program to its end: what it wrote, and its exit code. `starved`: it gets a tenth of its time
 * from a moment after its start, so that it is loaded and under way.
 */
export function launch(program, args, { cwd, starved = false } = {}) {
  const child = spawn(program, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  const written = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => {
    written.stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    written.stderr += chunk;
  });
  let starving;
  const timer = setTimeout(() => {
    if (starved && child.exitCode === null) starving = starve(child.pid);
  }, 1500);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exitCode) => {
      clearTimeout(timer);
      starving?.stop();
      resolve({ exitCode, ...written });
    });
  });
}
