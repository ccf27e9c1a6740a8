import { BenchError } from '../contract/bench-error.ts';
import type { LoadOutcome } from '../contract/measurements.ts';

/** A worker died during the load. `measured` is what the others had until then, null for nothing. */
export class LoadCrash extends BenchError {
  readonly measured: LoadOutcome | null;

  constructor(crash: BenchError, measured: LoadOutcome | null) {
    super('load-failed', crash.message, { hint: crash.hint, cause: crash.cause });
    this.measured = measured;
  }
}
