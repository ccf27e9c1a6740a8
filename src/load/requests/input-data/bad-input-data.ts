import { shownText } from '../../../clients/shown.ts';
import { BenchError } from '../../../contract/bench-error.ts';

/** Something is wrong with what `--input-data` names. */
export function badInputData(message: string, hint: string, cause?: unknown): BenchError {
  return new BenchError('config-invalid', shownText(message, 500), { hint, cause });
}
