import { z } from 'zod';
import type { ForgeAnswer, ForgeCall } from '../forges/forge-server.ts';
import { REFUSED } from './github-refusals.ts';
import type { GitHubState } from './github-state.ts';

const status = z.object({
  state: z.enum(['error', 'failure', 'pending', 'success']),
  target_url: z.url().nullish(),
  description: z.string().nullish(),
  context: z.string().max(255).default('default'),
});
const LONGEST_DESCRIPTION = 140;
const LONGEST_SUMMARY = 65_535;

/** POST /repos/{owner}/{repo}/check-runs: a conclusion is what makes a check complete. */
const check = z.object({
  name: z.string().min(1),
  head_sha: z.string(),
  status: z.literal('completed'),
  conclusion: z.enum([
    'action_required',
    'cancelled',
    'failure',
    'neutral',
    'success',
    'skipped',
    'timed_out',
  ]),
  details_url: z.url().optional(),
  output: z.object({ title: z.string(), summary: z.string() }),
});

export function setStatus({ body }: ForgeCall, state: GitHubState, sha: string): ForgeAnswer {
  if (!Object.values(state.settings.pulls).includes(sha)) {
    throw REFUSED.validation('Status', 'sha', `No commit found for SHA: ${sha}`);
  }
  const parsed = status.safeParse(body);
  if (!parsed.success) throw REFUSED.invalid(parsed.error.message);
  const { description = null, target_url = null, ...rest } = parsed.data;
  if ((description ?? '').length > LONGEST_DESCRIPTION) {
    throw REFUSED.validation(
      'Status',
      'description',
      'description is too long (maximum is 140 characters)',
    );
  }
  state.statuses.push({ ...rest, description, target_url, sha });
  return { status: 201, body: { id: state.statuses.length, ...rest, description, target_url } };
}

export function createCheck({ body }: ForgeCall, state: GitHubState): ForgeAnswer {
  const parsed = check.safeParse(body);
  if (!parsed.success) throw REFUSED.invalid(parsed.error.message);
  if (!Object.values(state.settings.pulls).includes(parsed.data.head_sha)) {
    throw REFUSED.validation('CheckRun', 'head_sha', 'No commit found for SHA');
  }
  if (parsed.data.output.summary.length > LONGEST_SUMMARY) {
    throw REFUSED.invalid('Only 65535 characters are allowed; summary is too long.');
  }
  state.checks.push(parsed.data);
  return { status: 201, body: { id: state.checks.length, ...parsed.data } };
}
