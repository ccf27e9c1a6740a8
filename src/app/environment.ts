import type { RunEvents } from './run-events.ts';

/**
 * The outside world as `app` sees it. The command makes one from the real process; a program that
 * uses the library, and a test, make their own.
 */
export interface Environment {
  readonly cwd: string;
  /** The process's environment: tokens, and where state is kept. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The installed package: models, digits and protos lie in it. */
  readonly packageFolder: string;
  readonly toolVersion: string;
  /** Wall clock, milliseconds since 1970. */
  readonly nowEpochMs: () => number;
  /** Aborted by the first Ctrl-C: the run ends early and is reported as interrupted. */
  readonly signal: AbortSignal;
  /** What repeats this run, for the report. */
  readonly commandWith: (seed: number) => string;
  readonly events: RunEvents;
}
