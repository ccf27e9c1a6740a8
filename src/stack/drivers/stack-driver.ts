import type { MonitoredStack } from '../running-stack.ts';
import type { ServiceName } from '../services/service-spec.ts';
import type { StackPlan } from '../stack-plan.ts';

/** What drivers take from the outside world. */
export interface StackSurroundings {
  readonly cwd: string;
  /** Programs are looked for in its PATH; processes inherit it. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Any clock in milliseconds that only goes forward. */
  readonly nowMs: () => number;
}

/** What a driver tells while it works; details are fit to be shown and free of secrets. */
export interface StackEvents {
  readonly onStep: (step: string, detail: string, tookMs: number) => void;
  readonly onWarning: (message: string) => void;
  /** Bytes of an image's layers so far; the total is null while the engine does not know it. */
  readonly onPull: (
    image: string,
    layer: string,
    doneBytes: number,
    totalBytes: number | null,
  ) => void;
}

/** One service of a stack that was found running or dead. */
export interface FoundService {
  readonly name: ServiceName;
  readonly state: 'running' | 'exited' | 'missing';
  /** How it can be asked from this machine, by what it speaks. */
  readonly addresses: Readonly<Record<string, string>>;
  /** Container id or process id. */
  readonly id: string;
}

/** What `down` took away, in words: 'container inferbench-triton', 'network ai-monitor-net'. */
export type Removed = readonly string[];

/**
 * One way to run a stack on this machine. Every method but `start` works without the process that
 * started the stack: what is known is read off labels or the stack's folder.
 */
export interface StackDriver {
  readonly name: 'docker' | 'process';
  /** Why this machine cannot run the plan this way, in a sentence with what to do; null when it can. */
  readonly whyNot: (plan: StackPlan) => Promise<string | null>;
  /**
   * Brings everything up and checks each step; what was begun is undone when one fails or the signal comes.
   * @throws BenchError 'stack-not-started' with the service's last log lines, 'config-invalid', 'interrupted'
   */
  readonly start: (
    plan: StackPlan,
    events: StackEvents,
    signal: AbortSignal,
  ) => Promise<MonitoredStack>;
  /** The stack of that name as it is now; null when there is none. */
  readonly find: (name: string, folder: string) => Promise<readonly FoundService[] | null>;
  /** Joins a stack that `find` found whole: disposing it ends nothing. */
  readonly attach: (name: string, folder: string) => Promise<MonitoredStack>;
  /** Last lines of one service, oldest first. */
  readonly logs: (
    name: string,
    folder: string,
    service: ServiceName,
    lines: number,
  ) => Promise<readonly string[]>;
  /** Removes everything of that name and nothing else, whatever state it is in; nothing there is no error. */
  readonly down: (name: string, folder: string) => Promise<Removed>;
}
