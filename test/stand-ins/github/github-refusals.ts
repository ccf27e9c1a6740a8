import { ForgeRefused } from '../forges/forge-server.ts';

const DOCUMENTATION = 'https://docs.github.com/rest';

function refused(
  status: number,
  message: string,
  more: Readonly<Record<string, unknown>> = {},
  headers: Readonly<Record<string, string>> = {},
): ForgeRefused {
  const body = { message, ...more, documentation_url: DOCUMENTATION, status: String(status) };
  return new ForgeRefused({ status, headers, body });
}

/** GitHub's own words for what it does not do. */
export const REFUSED = {
  badCredentials: () => refused(401, 'Bad credentials'),
  notFound: () => refused(404, 'Not Found'),
  byIntegration: () => refused(403, 'Resource not accessible by integration'),
  byPersonalToken: () => refused(403, 'Resource not accessible by personal access token'),
  onlyApps: () => refused(403, 'You must authenticate via a GitHub App.'),
  noUserAgent: () =>
    refused(
      403,
      'Request forbidden by administrative rules. Please make sure your request has a User-Agent header',
    ),
  invalid: (message: string) => refused(422, `Invalid request.\n\n${message}`),
  validation: (resource: string, field: string, message: string) =>
    refused(422, 'Validation Failed', {
      errors: [{ resource, code: 'unprocessable', field, message }],
    }),
  secondaryLimit: (retryAfterSeconds: number, status: 403 | 429 = 403) =>
    refused(
      status,
      'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.',
      {},
      { 'retry-after': String(retryAfterSeconds) },
    ),
  usedUp: (resetEpochSeconds: number) =>
    refused(
      403,
      'API rate limit exceeded for installation ID 1.',
      {},
      { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(resetEpochSeconds) },
    ),
} as const;
