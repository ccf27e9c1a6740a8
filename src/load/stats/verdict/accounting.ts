import { addCounters, noCounters, unaccounted } from '../../../contract/accounting.ts';
import { countText } from '../count-text.ts';
import { type RunFacts, sentOf, type VerdictRule } from './run-facts.ts';

/** Counts do not add up: among ourselves, or with what the server counted. */
export const accounting: VerdictRule = (facts) => {
  const faults = [...identityFaults(facts), ...histogramFaults(facts), ...serverFaults(facts)];
  return {
    rule: 'accounting',
    verdict: 'invalid',
    title: 'Counts do not add up',
    value: faults.length > 0 ? faults.join('; ') : agreementText(facts),
    limit: 'planned = completed + failed + timed out + aborted + unsent; served ≥ completed',
    fired: faults.length > 0,
  };
};

function identityFaults({ outcome }: RunFacts): string[] {
  return outcome.phases
    .filter(({ counters }) => unaccounted(counters) !== 0)
    .map(
      ({ name, counters }) =>
        `${countText(unaccounted(counters))} requests of ${name} unaccounted for`,
    );
}

function histogramFaults({ measured, populations }: RunFacts): string[] {
  const expected = measured.counters.completed + measured.counters.timedOut;
  const { count } = populations.response.histogram;
  if (count === expected) return [];
  return [
    `${countText(count)} latencies of ${countText(expected)} completed and timed out requests`,
  ];
}

/** A restarted server counts from 0 again, which another rule says. */
function serverFaults({ outcome, server }: RunFacts): string[] {
  const { completed } = totalCounters(outcome.phases);
  const served = server?.restarted ? null : (server?.requests ?? null);
  if (served === null || served >= completed) return [];
  return [
    `the server counted ${countText(served)} requests, we saw ${countText(completed)} completed`,
  ];
}

function agreementText({ outcome, server }: RunFacts): string {
  const { planned } = totalCounters(outcome.phases);
  const ours = `all ${countText(planned)} planned requests accounted for`;
  const served = server?.requests ?? null;
  return served === null
    ? `${ours}, server not asked`
    : `${ours}, server counted ${countText(served)}`;
}

/** Requests the server served beyond everything we sent it; null where that is not known. */
export function otherTraffic({ outcome, server }: RunFacts): number | null {
  if (!server || server.requests === null || server.restarted) return null;
  return Math.max(0, server.requests - sentOf(totalCounters(outcome.phases)));
}

function totalCounters(phases: RunFacts['outcome']['phases']) {
  return phases.map(({ counters }) => counters).reduce(addCounters, noCounters());
}
