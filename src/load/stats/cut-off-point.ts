import { BenchError } from '../../contract/bench-error.ts';
import type { StartedLoad } from '../../contract/journal.ts';
import type { LoadOutcome } from '../../contract/measurements.ts';
import type { GateResult, Interval, Phase, Point, Rule } from '../../contract/point.ts';
import { pointNameOf } from '../../contract/point-name.ts';
import { type Gate, parseGate } from '../../contract/slo.ts';
import { NS_PER_MS, NS_PER_SECOND } from '../../contract/units.ts';
import { durationText } from './duration-text.ts';
import { evaluateGates } from './gates/evaluate-gates.ts';
import { addEncoded, encodeHistogram } from './histogram-codec.ts';
import { coarsen, MAX_INTERVALS, widthFor } from './interval-series.ts';
import { LatencyHistogram } from './latency-histogram.ts';
import { summarise } from './percentiles.ts';
import { type Clock, populationsOf } from './population.ts';
import { secondCounts } from './second-counts.ts';
import { factsOf } from './verdict/run-facts.ts';
import { askRules, verdictOf } from './verdict/verdict.ts';

/** What the seconds of a load can tell; the other rules need what the workers report at the end. */
const KNOWN_RULES: readonly Rule['rule'][] = ['lost-requests', 'growing-backlog'];
const NOT_KNOWN = 'not known: the run was cut off';
/** Stands where the rules ask for it; the point says that nothing is known. */
const NO_GENERATOR = {
  cpuShare: 0,
  stealShare: null,
  gcPauseNs: 0,
  stallsOver20Ms: 0,
  longestStallNs: 0,
  newConnections: 0,
  resent: 0,
  workers: [],
};

/**
 * A point from the seconds of a load whose workers never came to report. Each request counts in the
 * second it ended; what had not ended is aborted or unsent. Nobody can tell whether the generator
 * disturbed it, so it is never valid.
 * @throws BenchError 'result-unreadable' when a histogram of a second is damaged
 */
export function cutOffPoint(load: StartedLoad, seconds: readonly Interval[]): Point {
  const outcome = outcomeOf(load, seconds);
  const gates = load.conditions
    .map(parseGate)
    .filter((gate): gate is Gate => typeof gate !== 'string');
  const facts = factsOf(outcome, null);
  const rules = [...askRules(facts, []).map(asFarAsKnown), cutOff(facts.measured)];
  const { interrupted: _, neverDispatched: __, abortReason: ___, ...measured } = outcome;
  return {
    ...measured,
    generator: null,
    server: null,
    rules,
    verdict: verdictOf(rules),
    notes: notesOf(outcome),
    gates: evaluateGates(gates, facts).results.map(asFarAsMeasured),
  };
}

function outcomeOf(load: StartedLoad, seconds: readonly Interval[]): LoadOutcome {
  const { workload, percentiles } = load;
  const [warmup, measured] = phasesOf(load, seconds);
  const rows = seconds.filter(({ phase }) => phase === 'measured');
  const histograms = histogramsOf(rows);
  const intervals = [...coarsen(seconds, widthFor(seconds, MAX_INTERVALS))];
  const populations = populationsOf(measured.counters, histograms, workload.timeoutNs);
  const summary = (clock: Exclude<Clock, 'clean'>, percents: readonly number[]) =>
    summarise(populations[clock], {
      percents,
      secondsWithin: (values) =>
        clock === 'response' || clock === 'service'
          ? secondCounts(intervals, measured, clock, values)
          : [],
      distorted: () => false,
    });
  return {
    name: pointNameOf(workload),
    workload,
    phases: [warmup, measured],
    rates: ratesOf(rows, measured, workload.batchSize),
    latency: {
      response: summary('response', percentiles),
      service: summary('service', percentiles),
      lateness: summary('lateness', []),
      queueing: summary('queueing', []),
    },
    histograms,
    intervals,
    failures: [],
    answers: { checked: 0, wrong: 0, labelled: 0, correct: 0 },
    generator: NO_GENERATOR,
    interrupted: true,
    abortReason: null,
    neverDispatched: 0,
  };
}

/** The measured phase begins with its first whole second: those before it cannot be taken apart. */
function phasesOf({ phases }: StartedLoad, seconds: readonly Interval[]): [Phase, Phase] {
  const planned = phases.find(({ name }) => name === 'measured');
  const plannedStartNs = planned?.startNs ?? 0;
  const startNs = Math.ceil(plannedStartNs / NS_PER_SECOND) * NS_PER_SECOND;
  const seenNs = ((seconds.at(-1)?.second ?? -1) + 1) * NS_PER_SECOND;
  const plannedEndNs = plannedStartNs + (planned?.durationNs ?? Number.POSITIVE_INFINITY);
  const endNs = Math.max(startNs, Math.min(seenNs, plannedEndNs));
  const before = seconds.filter(({ phase }) => phase === 'warmup');
  const after = seconds.filter(({ phase }) => phase === 'measured');
  const isMeasured = after.length > 0;
  return [
    {
      name: 'warmup',
      startNs: 0,
      durationNs: Math.min(startNs, seenNs),
      counters: countersOf(before, isMeasured ? undefined : before.at(-1)),
    },
    {
      name: 'measured',
      startNs,
      durationNs: endNs - startNs,
      counters: countersOf(after, after.at(-1)),
    },
  ];
}

/** `last`: the second after which nothing is known of what was on its way. */
function countersOf(rows: readonly Interval[], last: Interval | undefined): Phase['counters'] {
  const ended = {
    completed: sumOf(rows, 'completed'),
    failed: sumOf(rows, 'failed'),
    timedOut: sumOf(rows, 'timedOut'),
    aborted: last?.inFlight ?? 0,
    unsent: last?.waiting ?? 0,
  };
  const planned = Object.values(ended).reduce((sum, count) => sum + count, 0);
  return { planned, ...ended };
}

function ratesOf(rows: readonly Interval[], measured: Phase, batchSize: number): Point['rates'] {
  const endNs = measured.startNs + measured.durationNs;
  const within = rows.filter(({ second }) => second * NS_PER_SECOND < endNs);
  const perSecond = (key: 'due' | 'sent' | 'completed') =>
    within.length > 0 ? (sumOf(within, key) * NS_PER_SECOND) / measured.durationNs : 0;
  return {
    duePerSecond: perSecond('due'),
    sentPerSecond: perSecond('sent'),
    servedPerSecond: perSecond('completed'),
    inferencesPerSecond: perSecond('completed') * batchSize,
  };
}

type Count = 'due' | 'sent' | 'completed' | 'failed' | 'timedOut';

function sumOf(rows: readonly Interval[], key: Count): number {
  return rows.reduce((sum, row) => sum + row[key], 0);
}

function histogramsOf(rows: readonly Interval[]): Point['histograms'] {
  const unknown = encodeHistogram(new LatencyHistogram());
  return {
    response: merged(rows.map(({ response }) => response)),
    service: merged(rows.map(({ service }) => service)),
    ...{ lateness: unknown, queueing: unknown, clean: unknown, failed: unknown },
  };
}

function merged(encoded: readonly string[]): string {
  const sum = new LatencyHistogram();
  try {
    for (const text of encoded) addEncoded(sum, text);
  } catch (cause) {
    throw new BenchError('result-unreadable', 'a latency histogram of the journal is damaged', {
      hint: 'the file was changed after the run; take another copy, or run again',
      cause,
    });
  }
  return encodeHistogram(sum);
}

function asFarAsKnown(rule: Rule): Rule {
  if (KNOWN_RULES.includes(rule.rule)) return rule;
  return { ...rule, value: NOT_KNOWN, fired: false, judged: false };
}

function cutOff({ durationNs }: Phase): Rule {
  return {
    rule: 'cut-off',
    verdict: 'invalid',
    title: 'The run was cut off',
    value:
      durationNs === 0
        ? 'nothing of the measured phase seen'
        : `${durationText(durationNs)} of the measured phase seen; whether the generator disturbed them is not known`,
    limit: 'a whole run',
    fired: true,
  };
}

function asFarAsMeasured(gate: GateResult): GateResult {
  if (gate.expression.startsWith('accuracy')) return { ...gate, reason: NOT_KNOWN };
  return { ...gate, reason: gate.reason ?? 'of what was measured until the run was cut off' };
}

function notesOf({ phases, intervals }: LoadOutcome): string[] {
  const failed = phases.reduce((sum, { counters }) => sum + counters.failed, 0);
  const stallNs = intervals.reduce((longest, row) => Math.max(longest, row.stallNs), 0);
  return [
    'recovered from the journal: a request counts in the second it ended, and in the phase of that second',
    'our counts were not checked against the server’s own',
    ...(failed > 0 ? ['why requests failed was not written down before the run was cut off'] : []),
    ...(stallNs > 20 * NS_PER_MS
      ? [`the generator stood still for ${durationText(stallNs)} at most`]
      : []),
  ];
}
