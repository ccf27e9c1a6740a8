import { countText } from '../count-text.ts';
import { shareText } from '../share-text.ts';
import type { VerdictRule } from './run-facts.ts';

const MAX_LOST_SHARE = 0.01;

/** Too many requests never came back. An interrupt ends requests on our own account, not the server's. */
export const lostRequests: VerdictRule = ({ outcome, measured }) => {
  const { planned, timedOut, aborted, unsent } = measured.counters;
  const lost = outcome.interrupted ? timedOut : timedOut + aborted + unsent;
  const share = planned > 0 ? lost / planned : 0;
  return {
    rule: 'lost-requests',
    verdict: 'saturated',
    title: 'The server could not take the offered rate: requests were lost',
    value: `${countText(lost)} of ${countText(planned)} timed out, aborted or unsent (${shareText(share)})`,
    limit: `at most ${shareText(MAX_LOST_SHARE)}`,
    fired: share > MAX_LOST_SHARE,
  };
};
