import type { LatencySummary, Percentile, Point } from '../../contract/point.ts';
import { parseGate } from '../../contract/slo.ts';
import { NS_PER_SECOND } from '../../contract/units.ts';
import { count, exactRate, rate, share } from '../render/quantity.ts';
import { CHOSEN, inUnitOf } from './gates-table.ts';
import { measuredPhase } from './measured-phase.ts';
import { percentileName, percentileWords } from './percentile-words.ts';
import { leftColumn, rightColumn, type Table, type Tone } from './table.ts';

/** One of the few numbers a reader came for. */
export interface KeyNumber {
  readonly label: string;
  readonly value: string;
  /** Interval, or what the number is made of. */
  readonly detail: string;
  /** Limits that the user set for it, such as "limit < 10 ms, met". */
  readonly limits: readonly string[];
  readonly tone?: Tone;
}

/** Percentiles of the headline; the full list is in the latency table. */
const HEADLINE_PERCENTS = [50, 99];
const SIGN = { '<': '<', '<=': '≤', '>': '>', '>=': '≥' } as const;

export function keyNumbers(point: Point): KeyNumber[] {
  return [...headlineLatency(point), ...loadNumbers(point)];
}

/** What became of the load: served, errors, never answered, accuracy. */
export function loadNumbers(point: Point): KeyNumber[] {
  return [servedNumber(point), errorsNumber(point), ...lostNumber(point), ...accuracyNumber(point)];
}

function headlineLatency(point: Point): KeyNumber[] {
  const seconds = measuredPhase(point).durationNs / NS_PER_SECOND;
  return headlinePercentiles(point.latency.response).map((percentile) => {
    const name = percentileName(percentile.percent);
    const { value, interval, tone, doubts } = percentileWords(percentile, seconds);
    const isRange = percentile.state === 'measured';
    return {
      label: `${name} response time`,
      value: doubts.length > 0 ? `${value} †` : value,
      detail: isRange ? `95 %: ${interval}` : interval,
      limits: limitsOf(point, name),
      ...(tone && tone !== 'quiet' && { tone }),
    };
  });
}

/** p50 and p99 where they were asked for, else the lowest and the highest of the list. */
function headlinePercentiles({ percentiles }: LatencySummary): Percentile[] {
  const wanted = percentiles.filter(({ percent }) => HEADLINE_PERCENTS.includes(percent));
  if (wanted.length > 0) return wanted;
  const sorted = [...percentiles].sort((a, b) => a.percent - b.percent);
  return sorted.filter((_, index) => index === 0 || index === sorted.length - 1);
}

function servedNumber(point: Point): KeyNumber {
  const { duePerSecond, servedPerSecond, inferencesPerSecond } = point.rates;
  const { model, ratePerSecond, stages, trace } = point.workload;
  const parts = model === 'open' ? [`of ${rate(duePerSecond)} due`] : [];
  if (ratePerSecond !== null && !stages && !trace)
    parts.push(`${exactRate(ratePerSecond)} offered`);
  if (point.workload.batchSize > 1) parts.push(`${rate(inferencesPerSecond)} inferences`);
  return {
    label: 'Served',
    value: rate(servedPerSecond),
    detail: parts.join(', ') || 'as fast as answers came',
    limits: limitsOf(point, 'throughput'),
    ...(point.verdict === 'saturated' && { tone: 'warn' as const }),
  };
}

/** The share that conditions on errors are about: failed of sent. */
function errorsNumber(point: Point): KeyNumber {
  const { planned, unsent, failed } = measuredPhase(point).counters;
  const sent = planned - unsent;
  return {
    label: 'Errors',
    value: sent === 0 ? '–' : share(failed / sent),
    detail: `${count(failed)} of ${count(sent)} requests${unsent > 0 ? ' sent' : ''}`,
    limits: limitsOf(point, 'errors'),
    ...(failed > 0 && { tone: 'bad' as const }),
  };
}

function lostNumber(point: Point): KeyNumber[] {
  const { planned, timedOut, aborted, unsent } = measuredPhase(point).counters;
  const lost = timedOut + aborted + unsent;
  if (lost === 0) return [];
  return [
    {
      label: 'Not answered',
      value: share(lost / planned),
      detail: `${count(lost)} of ${count(planned)} timed out, cut off or unsent`,
      limits: [],
      tone: 'bad',
    },
  ];
}

function accuracyNumber(point: Point): KeyNumber[] {
  const { labelled, correct, checked, wrong } = point.answers;
  if (labelled === 0) return [];
  return [
    {
      label: 'Accuracy',
      value: share(correct / labelled),
      detail: `${count(correct)} of ${count(labelled)} labels; ${count(wrong)} of ${count(checked)} answers wrong`,
      limits: limitsOf(point, 'accuracy'),
      ...(wrong > 0 && { tone: 'bad' as const }),
    },
  ];
}

/** Gates on one metric (of the response clock), as words: "limit < 10 ms, met". */
function limitsOf(point: Point, metricName: string): string[] {
  return point.gates.flatMap((result) => {
    const gate = parseGate(result.expression);
    if (typeof gate === 'string') return [];
    const { metric, comparison, limit } = gate;
    const name = metric.kind === 'percentile' ? percentileName(metric.percent) : metric.kind;
    const otherClock = 'clock' in metric && metric.clock !== 'response';
    if (name !== metricName || otherClock) return [];
    const words = inUnitOf(result, limit, CHOSEN);
    return [`limit ${SIGN[comparison]} ${words}, ${result.passed ? 'met' : 'missed'}`];
  });
}

export function numbersTable(caption: string, numbers: readonly KeyNumber[]): Table {
  const hasLimits = numbers.some(({ limits }) => limits.length > 0);
  return {
    caption,
    columns: [
      leftColumn(''),
      rightColumn('value'),
      leftColumn('detail'),
      ...(hasLimits ? [leftColumn('limit')] : []),
    ],
    rows: numbers.map(({ label, value, detail, limits, tone }) => [
      label,
      tone ? { text: value, tone } : value,
      { text: detail, tone: 'quiet' as const },
      ...(hasLimits ? [limits.join('; ')] : []),
    ]),
  };
}
