import type { Verdict } from '../../../contract/point.ts';
import { countText } from '../count-text.ts';
import { durationText } from '../duration-text.ts';
import { wholeRowsOf } from '../second-counts.ts';
import { shareText } from '../share-text.ts';
import { otherTraffic } from './accounting.ts';
import type { RunFacts } from './run-facts.ts';

const MIN_STEAL_SHARE = 0.01;
const MIN_GC_SHARE = 0.001;

/** What a reader should know and what no rule decides on. */
export function notesOf(facts: RunFacts, verdict: Verdict): string[] {
  return [...loadNotes(facts, verdict), ...generatorNotes(facts), ...serverNotes(facts)];
}

function loadNotes({ outcome, measured }: RunFacts, verdict: Verdict): string[] {
  const notes: string[] = [];
  if (outcome.interrupted) {
    const after = `after ${durationText(measured.durationNs)} of the measured phase`;
    const { abortReason } = outcome;
    notes.push(abortReason === null ? `interrupted ${after}` : `${abortReason}, ${after}`);
  }
  const { model, maxInFlight } = outcome.workload;
  const atCap = wholeRowsOf(outcome.intervals, measured).some(
    ({ inFlight, waiting }) => inFlight + waiting >= maxInFlight,
  );
  if (model === 'open' && atCap) {
    const blame = verdict === 'saturated' ? ': it may have held the load back, not the server' : '';
    notes.push(`the cap of ${countText(maxInFlight)} requests in flight was reached${blame}`);
  }
  const warmup = outcome.phases.find(({ name }) => name === 'warmup')?.counters;
  if (warmup && warmup.failed > 0)
    notes.push(`${countText(warmup.failed)} requests of the warm-up failed`);
  return notes;
}

function generatorNotes({ outcome: { generator }, measured }: RunFacts): string[] {
  const { stallsOver20Ms, longestStallNs, stealShare, gcPauseNs, newConnections, resent } =
    generator;
  const notes: string[] = [];
  if (stallsOver20Ms > 0) {
    notes.push(
      `the generator stood still for over 20 ms ${times(stallsOver20Ms)}, for ${durationText(longestStallNs)} at most`,
    );
  }
  if (stealShare !== null && stealShare >= MIN_STEAL_SHARE) {
    notes.push(`${shareText(stealShare)} of the CPU time was taken by other virtual machines`);
  }
  if (gcPauseNs > 0 && gcPauseNs >= MIN_GC_SHARE * measured.durationNs) {
    notes.push(`garbage collection paused the generator for ${durationText(gcPauseNs)} in all`);
  }
  if (newConnections > 0) {
    notes.push(`connections opened inside the measured phase: ${countText(newConnections)}`);
  }
  if (resent > 0)
    notes.push(`requests sent again because the server had not taken them: ${countText(resent)}`);
  return notes;
}

function times(count: number): string {
  return count === 1 ? 'once' : `${countText(count)} times`;
}

function serverNotes(facts: RunFacts): string[] {
  const others = otherTraffic(facts);
  if (others === null) return ['our counts were not checked against the server’s own'];
  return others > 0
    ? [`the server also served ${countText(others)} requests that were not ours`]
    : [];
}
