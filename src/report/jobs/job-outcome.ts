import type { ComparisonDocument } from '../../contract/comparison-document.ts';
import type { ResultDocument } from '../../contract/result-document.ts';

/** Why a job was not measured, or why a part of what it left is missing. */
export interface JobProblem {
  readonly message: string;
  readonly hint: string;
  readonly exitCode: number;
}

/** What became of one job. */
export interface JobOutcome {
  readonly name: string;
  /** The gravest of its result, its comparison and its problem. */
  readonly exitCode: number;
  /** Of a job with a base: the last run of the job's own side. Null: nothing was measured. */
  readonly result: ResultDocument | null;
  /** Where the result lies; null: nowhere. */
  readonly folder: string | null;
  /** Against its base or its history; null: there was nothing to hold it against. */
  readonly comparison: ComparisonDocument | null;
  /** What has to be known beside the numbers, a sentence each. */
  readonly notes: readonly string[];
  readonly problem: JobProblem | null;
}

/** All jobs of one `bench ci run`, in the order of the file. */
export interface JobsOutcome {
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly exitCode: number;
  readonly jobs: readonly JobOutcome[];
}
