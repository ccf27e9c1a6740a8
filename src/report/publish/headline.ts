import type { ComparisonVerdict } from '../../contract/comparison.ts';
import type { ComparisonDocument } from '../../contract/comparison-document.ts';
import type { Point } from '../../contract/point.ts';
import type { ResultDocument } from '../../contract/result-document.ts';
import { NS_PER_SECOND } from '../../contract/units.ts';
import { measuredPhase } from '../facts/measured-phase.ts';
import { percentileName, percentileWords } from '../facts/percentile-words.ts';
import { isComparison } from '../parse-any.ts';
import { gateWords } from './gate-words.ts';
import type { PublishedDocument } from './published.ts';
import { changeWords, worstChange } from './worst-change.ts';

/** What is to be done about it: something, nobody knows, nothing. */
export type PublishedState = 'bad' | 'unsure' | 'good';

/** The verdict of a document, the same for a comment's first line, a status and a check. */
export interface Headline {
  readonly state: PublishedState;
  /** Never alone: the word says the same. */
  readonly symbol: string;
  readonly word: string;
  /** The worst of it in numbers, plain text; '' where there is nothing to say. */
  readonly what: string;
}

/** A document with its verdict. */
export interface JudgedDocument {
  readonly headline: Headline;
  readonly document: PublishedDocument;
}

const GRAVEST_FIRST: readonly PublishedState[] = ['bad', 'unsure', 'good'];

/** Documents with their verdicts, those that somebody has to look at first. */
export function gravestFirst(documents: readonly PublishedDocument[]): JudgedDocument[] {
  const gravity = ({ headline }: JudgedDocument) => GRAVEST_FIRST.indexOf(headline.state);
  return documents
    .map((document) => ({ document, headline: headlineOf(document) }))
    .sort((a, b) => gravity(a) - gravity(b));
}

const HEADLINE_PERCENTS = [50, 99];

const OF_VERDICT = {
  regressed: { state: 'bad', symbol: '❌', word: 'regressed' },
  invalid: { state: 'unsure', symbol: '⚠️', word: 'invalid' },
  inconclusive: { state: 'unsure', symbol: '➖', word: 'inconclusive' },
  improved: { state: 'good', symbol: '✅', word: 'improved' },
  'no-change': { state: 'good', symbol: '✅', word: 'no change' },
} as const;

/** Verdict and worst change, or worst condition, of a document. */
export function headlineOf(document: PublishedDocument): Headline {
  return isComparison(document) ? ofComparison(document) : ofResult(document);
}

/** Symbol and word of one metric's verdict. */
export function verdictWithSymbol(verdict: ComparisonVerdict): string {
  const { symbol, word } = OF_VERDICT[verdict];
  return `${symbol} ${word}`;
}

function ofComparison({ comparison, verdict, status }: ComparisonDocument): Headline {
  const worst = comparison ? worstChange(comparison) : undefined;
  const what = worst ? changeWords(worst, comparison !== null && comparison.points.length > 1) : '';
  return { ...OF_VERDICT[verdict], what: what === '' && status !== 'complete' ? status : what };
}

function ofResult(document: ResultDocument): Headline {
  const { status, verdict, points } = document;
  const missed = points.flatMap((point) => missedOf(point, points.length > 1));
  const [first] = missed;
  if (verdict === 'invalid') {
    return {
      state: 'unsure',
      symbol: '⚠️',
      word: 'invalid',
      what: 'these numbers cannot be believed',
    };
  }
  if (first !== undefined) {
    const more = missed.length > 1 ? `, and ${missed.length - 1} more` : '';
    return { state: 'bad', symbol: '❌', word: 'missed', what: first + more };
  }
  if (status !== 'complete') {
    return { state: 'unsure', symbol: '⚠️', word: status, what: 'it did not come to its end' };
  }
  if (points.length === 0) {
    return { state: 'unsure', symbol: '⚠️', word: 'nothing measured', what: '' };
  }
  const conditions = conditionsMet(points);
  if (verdict === 'saturated') {
    const what = joined(['the server could not take the offered rate', conditions]);
    return { state: 'good', symbol: '⚠️', word: 'saturated', what };
  }
  const what = joined([points.length === 1 ? latencyOf(points) : '', conditions]);
  return { state: 'good', symbol: '✅', word: 'valid', what };
}

function missedOf(point: Point, isOneOfMany: boolean): string[] {
  const where = isOneOfMany ? ` at ${point.name}` : '';
  return point.gates
    .filter(({ passed }) => !passed)
    .sort((a, b) => (a.margin ?? Number.NEGATIVE_INFINITY) - (b.margin ?? Number.NEGATIVE_INFINITY))
    .map((gate) => gateWords(gate) + where);
}

function joined(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('; ');
}

/** "p50 1.31 ms, p99 8.40 ms †" of the only load; what the mark means stands below the latency table. */
function latencyOf([point]: readonly Point[]): string {
  if (!point) return '';
  const seconds = measuredPhase(point).durationNs / NS_PER_SECOND;
  return point.latency.response.percentiles
    .filter((one) => one.state === 'measured' && HEADLINE_PERCENTS.includes(one.percent))
    .map((one) => {
      const { value, doubts } = percentileWords(one, seconds);
      return `${percentileName(one.percent)} ${value}${doubts.length > 0 ? ' †' : ''}`;
    })
    .join(', ');
}

function conditionsMet(points: readonly Point[]): string {
  const gates = points.reduce((sum, point) => sum + point.gates.length, 0);
  if (gates === 0) return '';
  return gates === 1 ? 'its condition is met' : `all ${gates} conditions are met`;
}
