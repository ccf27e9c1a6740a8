import { shareText } from '../share-text.ts';
import type { VerdictRule } from './run-facts.ts';

const MAX_BUSY_SHARE = 0.8;

/** A worker had so much to do that answers waited to be stamped, without any single standstill. */
export const busyLoop: VerdictRule = ({ outcome }) => {
  const { workers } = outcome.generator;
  const [first, ...others] = workers;
  const busiest = others.reduce((a, b) => (b.busyShare > (a?.busyShare ?? 0) ? b : a), first);
  return {
    rule: 'busy-loop',
    verdict: 'invalid',
    title: 'A worker was too busy to stamp answers in time',
    value: busiest ? `worker ${busiest.worker}: ${shareText(busiest.busyShare)} busy` : 'no worker',
    limit: `at most ${shareText(MAX_BUSY_SHARE)} of the measured phase`,
    fired: (busiest?.busyShare ?? 0) > MAX_BUSY_SHARE,
  };
};
