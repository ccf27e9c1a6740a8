import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { EXIT_CODE } from '../contract/bench-error.ts';
import type { Output, Outside } from './outside.ts';

const DEFAULT_COLUMNS = 80;

/** The one place that touches the real process. */
export function realOutside(): Outside {
  // dist/src/cli/ → the package
  const packageFolder = fileURLToPath(new URL('../../..', import.meta.url)).replace(/\/$/, '');
  const { version } = JSON.parse(readFileSync(`${packageFolder}/package.json`, 'utf8'));
  return {
    argv: process.argv.slice(2),
    cwd: process.cwd(),
    env: process.env,
    packageFolder,
    toolVersion: version,
    signal: interruptSignal(),
    nowEpochMs: Date.now,
    stdout: output(process.stdout),
    stderr: output(process.stderr),
  };
}

function output(stream: NodeJS.WriteStream): Output {
  // A reader that went away (`bench report … | head`) is no failure of ours.
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  return {
    write: (text) => void stream.write(text),
    isTerminal: stream.isTTY === true,
    columns: () => stream.columns ?? DEFAULT_COLUMNS,
  };
}

/** The first interrupt ends the run and keeps what was measured; the second kills. */
function interruptSignal(): AbortSignal {
  const controller = new AbortController();
  const interrupt = () => {
    if (controller.signal.aborted) process.exit(EXIT_CODE.interrupted);
    controller.abort();
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  return controller.signal;
}
