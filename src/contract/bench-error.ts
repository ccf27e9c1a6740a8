/** What the process answers with; one number for each kind of ending a script can act on. */
export const EXIT_CODE = {
  fine: 0,
  gateFailed: 1,
  usage: 2,
  stackNotStarted: 3,
  loadFailed: 4,
  resultUnreadable: 5,
  invalid: 6,
  interrupted: 130,
} as const;

const EXIT_CODE_OF = {
  usage: EXIT_CODE.usage,
  'config-invalid': EXIT_CODE.usage,
  'model-unsuitable': EXIT_CODE.usage,
  'reports-unwritable': EXIT_CODE.usage,
  'history-unwritable': EXIT_CODE.usage,
  'stack-not-started': EXIT_CODE.stackNotStarted,
  /** Some of it still runs or stands, or nobody can tell. */
  'stack-not-ended': EXIT_CODE.stackNotStarted,
  'server-unreachable': EXIT_CODE.stackNotStarted,
  'prometheus-refused': EXIT_CODE.stackNotStarted,
  'grafana-refused': EXIT_CODE.stackNotStarted,
  'load-failed': EXIT_CODE.loadFailed,
  'result-unreadable': EXIT_CODE.resultUnreadable,
  interrupted: EXIT_CODE.interrupted,
} as const;

export type BenchErrorCode = keyof typeof EXIT_CODE_OF;

/**
 * The one error the tool raises for something a person can mend.
 * `message` names the thing and the value, `hint` says what to do next, `cause` is kept as it came.
 */
export class BenchError extends Error {
  override readonly name = 'BenchError';
  readonly code: BenchErrorCode;
  readonly hint: string;

  constructor(code: BenchErrorCode, message: string, options: { hint: string; cause?: unknown }) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.code = code;
    this.hint = options.hint;
  }

  get exitCode(): number {
    return EXIT_CODE_OF[this.code];
  }
}
