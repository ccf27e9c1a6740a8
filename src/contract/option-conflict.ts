import type { RunOptions } from './run-options.ts';

/** What is wrong between options that are each fine on their own. */
export interface OptionConflict {
  /** The option to mend. */
  readonly path: keyof RunOptions;
  readonly message: string;
  readonly when: (options: RunOptions) => boolean;
}
