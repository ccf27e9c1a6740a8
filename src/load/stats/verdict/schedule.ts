import { countText } from '../count-text.ts';
import type { VerdictRule } from './run-facts.ts';

/** A request that was due was never dispatched: the load was not the one that was asked for. */
export const schedule: VerdictRule = ({ outcome, measured }) => {
  const { neverDispatched, interrupted } = outcome;
  return {
    rule: 'schedule',
    verdict: 'invalid',
    title: 'The load was unlike its schedule',
    value: `${countText(neverDispatched)} of ${countText(measured.counters.planned)} due requests never dispatched`,
    limit: interrupted ? 'not judged: interrupted' : '0',
    fired: neverDispatched > 0 && !interrupted,
    ...(interrupted && { judged: false as const }),
  };
};
