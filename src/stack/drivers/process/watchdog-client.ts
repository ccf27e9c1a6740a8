import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { RecordedService, StackRecord } from './stack-record.ts';
import type { StartOrder, WatchdogOrder, WatchdogReport } from './watchdog-messages.ts';

// .js: what is started is the compiled file, and compiling does not touch this text.
const MAIN = fileURLToPath(new URL('./watchdog.js', import.meta.url));

/** A service that was started, and how it will end. */
export interface WatchedService extends RecordedService {
  /** Resolves with how it ended ("ended with exit code 1"); never when it is left running. */
  readonly exited: Promise<string>;
}

/** The tool's end of the watchdog, see watchdog.ts. */
export class Watchdog {
  /** Resolves when the watchdog tells nothing any more: it let go of a stack that is kept, or is gone. */
  readonly gone: Promise<void>;
  readonly #process: ChildProcess;
  #left: readonly number[] = [];

  private constructor(process: ChildProcess) {
    this.#process = process;
    this.gone = Promise.race([once(process, 'exit'), once(process, 'disconnect')]).then(
      () => undefined,
      () => undefined,
    );
  }

  /** @throws the system's error when no process can be started */
  static async watch(folder: string, record: StackRecord): Promise<Watchdog> {
    const process = fork(MAIN, [], {
      execArgv: [],
      // Out of reach of Ctrl-C and of whatever ends this process' group.
      detached: true,
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    const watchdog = new Watchdog(process);
    process.on('message', (report: WatchdogReport) => {
      if (report.kind === 'ended') watchdog.#left = report.left;
    });
    await once(process, 'spawn');
    // What cannot be told is told by `gone`.
    process.on('error', () => undefined);
    watchdog.#tell({ kind: 'watch', folder, record });
    return watchdog;
  }

  /**
   * Starts one service.
   * @throws Error with the system's words when it cannot be started
   */
  async start(order: Omit<StartOrder, 'kind'>): Promise<WatchedService> {
    const { name } = order;
    const started = this.#report(
      (report) => report.kind === 'started' && report.service.name === name,
    );
    const refused = this.#report((report) => report.kind === 'not-started' && report.name === name);
    const exited = this.#report((report) => report.kind === 'exited' && report.name === name);
    this.#tell({ ...order, kind: 'start' });
    const answer = await Promise.race([started, refused, this.gone]);
    if (!answer) throw new Error('the process that was to start it is gone');
    if (answer.kind !== 'started') throw new Error(answer.kind === 'not-started' ? answer.why : '');
    return {
      ...answer.service,
      exited: exited.then((report) => (report.kind === 'exited' ? report.how : '')),
    };
  }

  /** Leaves everything running: nobody ends the stack but `down`. */
  keep(): void {
    this.#tell({ kind: 'keep' });
    // Nothing is left to wait for.
    this.#process.unref();
    this.#process.channel?.unref();
  }

  /** Ends everything. Resolves with the process ids that nothing could end. */
  async end(): Promise<readonly number[]> {
    this.#tell({ kind: 'end' });
    await this.gone;
    return this.#left;
  }

  #tell(order: WatchdogOrder): void {
    if (this.#process.connected) this.#process.send(order, () => undefined);
  }

  #report(isIt: (report: WatchdogReport) => boolean): Promise<WatchdogReport> {
    return new Promise((resolve) => {
      const look = (report: WatchdogReport) => {
        if (!isIt(report)) return;
        this.#process.off('message', look);
        resolve(report);
      };
      this.#process.on('message', look);
    });
  }
}
