import type { Job } from '../../contract/jobs/parse-jobs.ts';
import type { PublishRequest } from '../publish/publish-request.ts';
import type { RunEvents } from '../run-events.ts';

/** What `bench ci run` was asked for. */
export interface CiRequest {
  /** In the order they are measured in. */
  readonly jobs: readonly Job[];
  /** Null: there is none. */
  readonly historyFolder: string | null;
  /** False: the history is looked at and stays as it is, as for a pull request. */
  readonly addsToHistory: boolean;
  /** What cannot be told, kept or published counts as failed. */
  readonly isStrict: boolean;
  /** Further places for the test results, for the summary and for ci.json; null: none. */
  readonly junitFile: string | null;
  readonly summaryFile: string | null;
  readonly jsonFile: string | null;
  readonly publishing: Publishing;
}

/** Where jobs are to be shown. */
export interface Publishing
  extends Pick<PublishRequest, 'forges' | 'status' | 'check' | 'reportUrl'> {
  readonly jobSummary: boolean;
}

/** What is told while the jobs go on. */
export interface CiEvents {
  readonly onJob: (name: string, nth: number, count: number) => void;
  readonly onWarning: (message: string) => void;
}

/** How the caller shows one job's run, and what repeats it. */
export interface JobRun {
  readonly events: RunEvents;
  /** @param further flags that are given too */
  readonly commandWith: (seed: number, further?: readonly string[]) => string;
  /** The job came to its end. */
  readonly stop: () => void;
}
