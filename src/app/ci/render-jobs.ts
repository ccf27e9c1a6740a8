import { jobsJson, jobsMarkdown, jobsText, type RenderOptions } from '../../report/index.ts';
import type { FinishedCi } from './jobs-in-order.ts';

/** All jobs in the form that was asked for. */
export function renderJobs(
  { outcome, files, ...facts }: FinishedCi,
  format: 'text' | 'md' | 'json',
  look: RenderOptions,
): string {
  switch (format) {
    case 'text':
      return jobsText(outcome, { ...look, files });
    case 'md':
      return jobsMarkdown(outcome);
    case 'json':
      return jobsJson(outcome, facts);
  }
}
