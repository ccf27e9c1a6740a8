import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { BenchError, EXIT_CODE } from '../contract/bench-error.ts';
import { describeError } from './describe-error.ts';
import type { Output, Outside } from './outside.ts';

const DEFAULT_COLUMNS = 80;
const DEFAULT_ROWS = 24;

/** The one place that touches the real process. */
export function realOutside(): Outside {
  // dist/src/cli/ → the package
  const packageFolder = fileURLToPath(new URL('../../..', import.meta.url)).replace(/\/$/, '');
  let signal: AbortSignal | undefined;
  const { version } = JSON.parse(readFileSync(`${packageFolder}/package.json`, 'utf8'));
  return {
    argv: process.argv.slice(2),
    cwd: process.cwd(),
    env: process.env,
    packageFolder,
    toolVersion: version,
    get signal() {
      signal ??= interruptSignal();
      return signal;
    },
    nowEpochMs: Date.now,
    stdout: output(process.stdout, sayThatOutputIsLost),
    // Nowhere is left to say that this one is lost.
    stderr: output(process.stderr, () => undefined),
  };
}

function output(stream: NodeJS.WriteStream, onLost: (error: Error) => void): Output {
  let isLost = false;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    // A reader that went away (`bench report … | head`) is no failure of ours.
    if (error.code === 'EPIPE' || isLost) return;
    isLost = true;
    onLost(error);
  });
  return {
    write: (text) => void stream.write(text),
    stream: async (pieces) => {
      for await (const piece of pieces) {
        if (!stream.write(piece)) await roomIn(stream);
        if (stream.destroyed) return;
      }
    },
    isTerminal: stream.isTTY === true,
    // A terminal that was told no size, as in a container, has 0 columns.
    columns: () => stream.columns || DEFAULT_COLUMNS,
    rows: () => stream.rows || DEFAULT_ROWS,
    atExit: (text) => {
      const say = () => void stream.write(text);
      process.once('exit', say);
      return () => void process.off('exit', say);
    },
  };
}

/** Resolves too when the other end is gone, after which there is nothing to wait for. */
function roomIn(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    const settle = () => {
      for (const event of ['drain', 'close', 'error']) stream.off(event, settle);
      resolve();
    };
    for (const event of ['drain', 'close', 'error']) stream.on(event, settle);
  });
}

/** Files of a run are written before its summary: with a full disk behind `>` only the latter is lost. */
function sayThatOutputIsLost(cause: Error): void {
  const { text, exitCode } = describeError(
    new BenchError('usage', 'standard output cannot be written', {
      hint: 'make room where it goes to, or send it elsewhere',
      cause,
    }),
  );
  process.stderr.write(text);
  process.once('exit', () => {
    process.exitCode = exitCode;
  });
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
