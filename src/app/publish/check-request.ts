import { BenchError } from '../../contract/bench-error.ts';
import type { PublishRequest } from './publish-request.ts';

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * Everything that can be known to be wrong before anything is published.
 * @throws BenchError 'usage' for what cannot be meant together
 */
export function checkRequest(request: PublishRequest, env: Variables): void {
  const { forges, jobSummary, file, status, check, documents, reportUrl } = request;
  if (documents.length === 0) {
    throw refuse('nothing is named that could be published', 'name a result or a comparison');
  }
  if (forges.length === 0 && !jobSummary && file === null) {
    throw refuse(
      'nobody says where to publish it',
      'choose --github, --gitlab, --job-summary or --file; several go together',
    );
  }
  if (status && forges.length === 0) {
    throw refuse('--status needs a commit of GitHub or GitLab', 'add --github or --gitlab');
  }
  if (check && !forges.includes('GitHub')) {
    throw refuse('only GitHub has check runs', 'add --github; for GitLab take --status');
  }
  if (reportUrl !== null && !/^https?:\/\/[^/\s]/.test(reportUrl)) {
    throw refuse(`--report-url "${reportUrl}" is no address of the web`, 'write https://host/path');
  }
  if (jobSummary && !env.GITHUB_STEP_SUMMARY) {
    throw refuse(
      'GITHUB_STEP_SUMMARY is not set: only a job of GitHub Actions has a summary',
      'write the text to a file with --file instead',
    );
  }
}

function refuse(message: string, hint: string): BenchError {
  return new BenchError('usage', message, { hint });
}
