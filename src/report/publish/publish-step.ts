/** One thing that was to be published, and what became of it. */
export interface PublishStep {
  readonly target: 'file' | 'job-summary' | 'comment' | 'status' | 'check';
  /** The job it is about; null: all of them. */
  readonly jobKey: string | null;
  /** skipped: there was nothing to be done, as a comment for a push. */
  readonly state: 'done' | 'skipped' | 'failed';
  /** One line for a person, plain text. */
  readonly words: string;
  readonly url: string | null;
}
