/** The process as the commands see it; tests make their own. */
export interface Outside {
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly packageFolder: string;
  readonly toolVersion: string;
  /**
   * Aborted by the first interrupt. Asking for it takes interrupts over from the system, which ends the
   * process at once: only what can end early by itself asks.
   */
  readonly signal: AbortSignal;
  readonly nowEpochMs: () => number;
  readonly stdout: Output;
  readonly stderr: Output;
}

export interface Output {
  write(text: string): void;
  /** Writes piece by piece, no faster than it is read; ends early when nobody reads any more. */
  stream(pieces: AsyncIterable<string>): Promise<void>;
  readonly isTerminal: boolean;
  /** Width of the terminal; 80 in a pipe. */
  readonly columns: () => number;
  /** Height of the terminal, where there is one. */
  readonly rows?: () => number;
  /** Writes that when the process ends, however it does so; the answer takes that back. */
  readonly atExit?: (text: string) => () => void;
}

/** Colour only on a terminal, never when NO_COLOR says so (no-color.org). */
export function wantsColor(output: Output, env: Outside['env']): boolean {
  return output.isTerminal && !env.NO_COLOR && env.TERM !== 'dumb';
}
