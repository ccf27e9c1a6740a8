import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { BenchError } from '../../contract/bench-error.ts';
import type { ServerMessage, ServerOptions, ServerPorts } from '../embedded/server-messages.ts';
import { LogTail } from '../log-tail.ts';
import { refuseBadRepository } from '../model-repository/refuse-bad-repository.ts';
import type { RunningStack, StackRequest } from '../running-stack.ts';
import { STAND_IN } from '../stand-in.ts';

// .js: what is started is the compiled file, and compiling does not touch this text.
const MAIN = fileURLToPath(new URL('../embedded/main.js', import.meta.url));
const ANY_PORTS: ServerPorts = { http: 0, grpc: 0, metrics: 0 };
/** How long the child may take to end by itself. */
const END_LIMIT_MS = 5000;
const SHOWN_LINES = 10;

/** The child process and what is known of it. */
interface Child {
  readonly process: ChildProcess;
  readonly log: LogTail;
  /** Resolves when it is gone and its last words were read. */
  readonly gone: Promise<string>;
}

/**
 * Checks the model repository and starts the embedded server on it, in a process of its own that ends
 * with this one. Raises a BenchError 'config-invalid', 'stack-not-started' or 'interrupted'.
 */
export async function startEmbedded(
  { modelRepository, ports = ANY_PORTS, readyTimeoutMs }: StackRequest,
  signal: AbortSignal,
): Promise<RunningStack> {
  await refuseBadRepository(modelRepository);
  const child = startChild({ modelRepository, ports });
  try {
    const { http, grpc, metrics } = await untilReady(child, readyTimeoutMs, signal);
    return runningStack(child, {
      http: `http://127.0.0.1:${http}`,
      grpc: `127.0.0.1:${grpc}`,
      metrics: `http://127.0.0.1:${metrics}/metrics`,
    });
  } catch (error) {
    await end(child);
    throw error;
  }
}

function startChild(options: ServerOptions): Child {
  const process = fork(MAIN, [JSON.stringify(options)], {
    execArgv: [],
    // Ctrl-C is for this process alone: it may still want the server's last counters.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const log = new LogTail();
  if (process.stdout) log.follow(process.stdout);
  if (process.stderr) log.follow(process.stderr);
  const gone = new Promise<string>((resolve) => {
    process.once('error', (error) => resolve(`could not be started: ${error.message}`));
    process.once('close', (code, signalName) =>
      resolve(signalName === null ? `ended with exit code ${code}` : `was ended by ${signalName}`),
    );
  });
  return { process, log, gone };
}

async function untilReady(
  child: Child,
  readyTimeoutMs: number,
  signal: AbortSignal,
): Promise<ServerPorts> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(readyTimeoutMs)]);
  const said = once(child.process, 'message', { signal: limit }).then(
    ([message]) => message as ServerMessage,
    () => (limit.aborted ? ('late' as const) : child.gone),
  );
  const result = await Promise.race([said, child.gone]);
  if (typeof result === 'object') {
    if (result.kind === 'ready') return result.ports;
    throw new BenchError(result.code, result.message, { hint: result.hint });
  }
  if (signal.aborted) {
    const message = 'interrupted while the embedded server started';
    throw new BenchError('interrupted', message, { hint: 'run it again' });
  }
  const what = result === 'late' ? `was not ready within ${readyTimeoutMs / 1000} s` : result;
  throw new BenchError('stack-not-started', obituary(child, what), {
    hint: 'its last lines, where it wrote any, say why; a slow machine may need more time',
  });
}

function obituary({ log }: Child, what: string): string {
  const lines = log.lines.slice(-SHOWN_LINES);
  const words = lines.length === 0 ? 'it said nothing' : `its last lines:\n${lines.join('\n')}`;
  return `the embedded server ${what}; ${words}`;
}

function runningStack(child: Child, addresses: RunningStack['addresses']): RunningStack {
  let isEnding = false;
  const died = new Promise<string>((resolve) => {
    void child.gone.then((what) => {
      if (!isEnding) resolve(obituary(child, what));
    });
  });
  return {
    driver: 'embedded',
    standIn: STAND_IN,
    addresses,
    logTail: () => child.log.lines,
    died,
    [Symbol.asyncDispose]: () => {
      isEnding = true;
      return end(child);
    },
  };
}

/** Asks the child to end, and ends it when it does not. */
async function end({ process, gone }: Child): Promise<void> {
  const limit = new AbortController();
  process.kill('SIGTERM');
  const late = pause(END_LIMIT_MS, 'late' as const, { signal: limit.signal }).catch(() => 'gone');
  if ((await Promise.race([gone, late])) === 'late') process.kill('SIGKILL');
  limit.abort();
  await gone;
}
