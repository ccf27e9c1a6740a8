import { BenchError } from '../contract/bench-error.ts';

/** The error of a folder that results cannot be written to. */
export function reportsUnwritable(folder: string, cause: unknown): BenchError {
  const reason = (cause as NodeJS.ErrnoException).code ?? String(cause);
  return new BenchError('reports-unwritable', `results cannot be written to ${folder}: ${reason}`, {
    hint: 'make room there or change its permissions, or name another folder with --reports',
    cause,
  });
}
