import type { Percentile, Point } from '../../contract/point.ts';
import { rate, time } from '../render/quantity.ts';
import { percentileName } from './percentile-words.ts';
import { verdictWords } from './verdict-words.ts';

/** One load of a sweep or a search where throughput meets latency. */
export interface LoadPoint {
  readonly name: string;
  readonly servedPerSecond: number;
  readonly p50Ns: number | null;
  /** At the percentile of the curve; null where the load had too few requests, or they never came back. */
  readonly tailNs: number | null;
  readonly meanNs: number | null;
  readonly verdict: Point['verdict'];
  readonly word: string;
}

export interface LoadCurve {
  /** In the order of the load. */
  readonly points: readonly LoadPoint[];
  /** The percentile beside the median, such as 99; null when no load has enough requests for one. */
  readonly tailPercent: number | null;
  /** Where more load begins to cost more latency than it brings throughput; null when that is not seen. */
  readonly knee: LoadPoint | null;
}

const MEDIAN = 50;
const FEWEST_FOR_A_KNEE = 3;

/** Latency against throughput of all loads; null when there are fewer than two to compare. */
export function loadCurve(points: readonly Point[]): LoadCurve | null {
  const answered = points.filter(({ rates }) => rates.servedPerSecond > 0);
  if (answered.length < 2) return null;
  const tailPercent = tailPercentOf(answered);
  const curve = answered
    .toSorted((a, b) => loadOf(a) - loadOf(b))
    .map((point) => loadPoint(point, tailPercent));
  return { points: curve, tailPercent, knee: kneeOf(curve) };
}

function loadOf({ workload, rates }: Point): number {
  return workload.concurrency ?? workload.ratePerSecond ?? rates.duePerSecond;
}

function loadPoint(point: Point, tailPercent: number | null): LoadPoint {
  const { response } = point.latency;
  return {
    name: point.name,
    servedPerSecond: point.rates.servedPerSecond,
    p50Ns: valueAt(response.percentiles, MEDIAN),
    tailNs: tailPercent === null ? null : valueAt(response.percentiles, tailPercent),
    meanNs: response.censored > 0 ? null : response.meanNs,
    verdict: point.verdict,
    word: verdictWords(point).word,
  };
}

function valueAt(percentiles: readonly Percentile[], percent: number): number | null {
  const found = percentiles.find((one) => one.percent === percent);
  return found?.state === 'measured' ? found.valueNs : null;
}

/** The percentile above the median that most loads have; of several such the highest. */
function tailPercentOf(points: readonly Point[]): number | null {
  const loads = new Map<number, number>();
  for (const { percent, state } of points.flatMap((one) => one.latency.response.percentiles)) {
    if (state === 'measured' && percent > MEDIAN) loads.set(percent, (loads.get(percent) ?? 0) + 1);
  }
  const ranked = [...loads].sort(([a, ofA], [b, ofB]) => ofB - ofA || b - a);
  return ranked[0]?.[0] ?? null;
}

/**
 * The load of the greatest power, throughput / mean response time (Kleinrock, "Power and deterministic
 * rules of thumb for probabilistic problems in computer communications", 1979): below it more load
 * brings more than it costs, above it the other way round. It has to be passed to be known, and a
 * disturbed measurement cannot be it.
 */
function kneeOf(points: readonly LoadPoint[]): LoadPoint | null {
  const known = points.filter(({ meanNs, verdict }) => meanNs !== null && verdict !== 'invalid');
  if (points.length < FEWEST_FOR_A_KNEE || known.length < 2) return null;
  const best = known.reduce((a, b) => (power(b) > power(a) ? b : a));
  return points.indexOf(best) < points.length - 1 ? best : null;
}

function power({ servedPerSecond, meanNs }: LoadPoint): number {
  return servedPerSecond / (meanNs || 1);
}

/** What the curve says in a sentence. */
export function kneeWords({ knee, points }: LoadCurve): string {
  if (points.length < FEWEST_FOR_A_KNEE) return 'Two loads show no knee.';
  if (knee === null) return 'No knee: throughput grew faster than latency up to the highest load.';
  const mean = time(knee.meanNs ?? 0);
  return `Knee at ${knee.name}: ${rate(knee.servedPerSecond)} served at ${mean} mean response time; more load costs more latency than it brings throughput.`;
}

/** "p99", or the median where there is nothing above it. */
export function tailName({ tailPercent }: LoadCurve): string {
  return percentileName(tailPercent ?? MEDIAN);
}
