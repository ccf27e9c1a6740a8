import type { PublishedDocument, PublishStep } from '../../report/index.ts';

/** What is to be shown where. */
export interface PublishRequest {
  /** Results and comparisons: each an id, a folder, a file, "latest", or the document itself. */
  readonly documents: readonly (string | PublishedDocument)[];
  /** Comments on pull or merge requests, and what goes with them. */
  readonly forges: readonly ('GitHub' | 'GitLab')[];
  /** The summary of a job of GitHub Actions. */
  readonly jobSummary: boolean;
  /** A file for the text; null: none. */
  readonly file: string | null;
  /** What a comment is found by again; null: each document says itself. */
  readonly jobKey: string | null;
  /** Where the full report is; null: the page of the job. */
  readonly reportUrl: string | null;
  /** Set the status of the commit too. */
  readonly status: boolean;
  /** Create a check run too (GitHub alone). */
  readonly check: boolean;
  /** null: the one that the job is about. */
  readonly pullRequest: number | null;
  /** Let what could not be published be exit code 1. */
  readonly isStrict: boolean;
  /** Folder that results lie in; a text that could not be published is kept there. */
  readonly reportsFolder: string;
}

/** What became of it. Nothing here is thrown away: a step that failed says where its text is. */
export interface PublishOutcome {
  readonly steps: readonly PublishStep[];
  /** 0; with `isStrict` 1 where a step failed. */
  readonly exitCode: number;
}
