import { BenchError } from '../../../contract/bench-error.ts';
import type { ServerAccess, ServerAddresses } from '../../../contract/measurements.ts';
import { connectExternal } from '../external.ts';
import { claimStack } from '../process/claim-stack.ts';
import { inheritedEnvironment } from '../process/inherited-environment.ts';
import { logFile } from '../process/log-file.ts';
import { lastWords } from '../process/process-stack.ts';
import { takeDown } from '../process/take-down.ts';
import { Watchdog, type WatchedService } from '../process/watchdog-client.ts';
import type { StackSurroundings } from '../stack-driver.ts';
import { awaitFreePorts } from './await-free-ports.ts';

/** A command that starts a server, and where that will listen. */
export interface CommandRequest {
  /** As a shell takes it; it has to stay in the foreground. */
  readonly command: string;
  /** "the server of A" */
  readonly title: string;
  /** Absolute; made for it, and gone afterwards: its log lies there. */
  readonly folder: string;
  readonly addresses: ServerAddresses;
  readonly access: ServerAccess;
  /** Nobody gave the gRPC address: it is tried, and nobody minds when nothing is there. */
  readonly grpcIsGuess: boolean;
  readonly readyTimeoutMs: number;
}

/** A server that a command started. Disposing ends it with all that it started. */
export interface CommandServer extends AsyncDisposable {
  /** Resolves with a sentence (incl. last log lines) if it ends by itself. */
  readonly died: Promise<string>;
}

type Surroundings = Pick<StackSurroundings, 'cwd' | 'env'>;

/**
 * Runs a command in a process group of its own and waits until its server is ready. A watchdog ends it
 * when this process is gone, however it went.
 * @throws BenchError 'stack-not-started' with its last log lines, 'interrupted'
 */
export async function startCommand(
  request: CommandRequest,
  surroundings: Surroundings,
  signal: AbortSignal,
): Promise<CommandServer> {
  const { title, folder, addresses, grpcIsGuess } = request;
  await awaitFreePorts({ ...addresses, ...(grpcIsGuess && { grpc: undefined }) }, signal);
  const record = await claimStack(title, folder, []);
  const watchdog = await Watchdog.watch(folder, record).catch(async (cause: Error) => {
    await takeDown(title, folder);
    throw notStarted(`${title} could not be started: ${cause.message}`, cause);
  });
  const end = async () => {
    await watchdog.end();
    // Nothing is left for it to do, unless the watchdog itself was killed.
    await takeDown(title, folder);
  };
  try {
    const service = await start(request, surroundings, watchdog);
    await untilReady(request, service, signal);
    return serverOf(request, service, end);
  } catch (error) {
    await end();
    throw error;
  }
}

async function start(
  { command, title, folder }: CommandRequest,
  { cwd, env }: Surroundings,
  watchdog: Watchdog,
): Promise<WatchedService> {
  return watchdog
    .start({
      name: 'command',
      program: '/bin/sh',
      args: ['-c', command],
      env: inheritedEnvironment(env),
      cwd,
      logFile: logFile(folder, 'command'),
      addresses: {},
    })
    .catch((cause: Error) => {
      throw notStarted(`${title} could not be started: ${cause.message}`, cause);
    });
}

async function untilReady(
  { title, folder, readyTimeoutMs, ...request }: CommandRequest,
  { exited }: WatchedService,
  signal: AbortSignal,
): Promise<void> {
  const death = new AbortController();
  void exited.then((how) => death.abort(how));
  try {
    await connectExternal(
      {
        ...request,
        ...{ driver: 'external', modelRepository: '' },
        ...{ readyTimeoutMs, silentTimeoutMs: readyTimeoutMs },
      },
      AbortSignal.any([signal, death.signal]),
    );
  } catch (error) {
    if (signal.aborted || !(error instanceof BenchError)) throw error;
    const why = death.signal.aborted ? String(death.signal.reason) : 'was not ready';
    const what = death.signal.aborted ? '' : `: ${error.message}`;
    throw notStarted(`${title} ${why}${what}; ${lastWords(folder, 'command')}`, error);
  }
}

function serverOf(
  { title, folder }: CommandRequest,
  { exited }: WatchedService,
  end: () => Promise<void>,
): CommandServer {
  let isOver = false;
  const died = new Promise<string>((resolve) => {
    void exited.then((how) => {
      if (!isOver) resolve(`${title} ${how}; ${lastWords(folder, 'command')}`);
    });
  });
  return {
    died,
    [Symbol.asyncDispose]: () => {
      isOver = true;
      return end();
    },
  };
}

function notStarted(message: string, cause: unknown): BenchError {
  return new BenchError('stack-not-started', message, {
    hint: 'the command has to stay in the foreground and to serve KServe v2 where --a-url, --b-url or --url says; --ready-timeout gives it more time',
    cause,
  });
}
