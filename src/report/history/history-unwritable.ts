import { BenchError } from '../../contract/bench-error.ts';

/** The error of a history that takes no entry. */
export function historyUnwritable(folder: string, cause: unknown): BenchError {
  const reason = (cause as NodeJS.ErrnoException).code ?? String(cause);
  return new BenchError('history-unwritable', `${folder} takes no entry: ${reason}`, {
    hint: 'make room there or change its permissions, or name another folder with --history; the result itself is kept',
    cause,
  });
}
