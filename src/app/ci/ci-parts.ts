import type { Job } from '../../contract/jobs/parse-jobs.ts';
import type { ResultDocument } from '../../contract/result-document.ts';
import type { JobOutcome, JobsFolder, JobsOutcome } from '../../report/index.ts';

/** What a scheduled run is put together from; each can fail by itself, and is caught where it is used. */
export interface CiParts {
  /**
   * Looks at everything that can be looked at without a server.
   * @returns the folder for what all jobs leave together
   * @throws BenchError 'config-invalid' or 'usage' that lists every mistake, 'reports-unwritable'
   */
  check(): Promise<JobsFolder>;
  /** Measures a job; its result is on the disk when this comes back. */
  measure(job: Job, nth: number): Promise<JobOutcome>;
  /** The job with what its history says of it; one with a base is not held against history. */
  judge(job: Job, outcome: JobOutcome): Promise<JobOutcome>;
  /** @returns what is to be known of it, a sentence; null: nothing */
  keep(job: Job, result: ResultDocument): Promise<string | null>;
  /** The job with what its history shows now that its run is in it. */
  lookBack(job: Job, outcome: JobOutcome): Promise<JobOutcome>;
  /** @returns whether all of it could be published */
  publish(outcome: JobsOutcome): Promise<boolean>;
}
