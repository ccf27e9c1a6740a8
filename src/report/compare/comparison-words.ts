import type { Comparison, ComparisonVerdict } from '../../contract/comparison.ts';
import type { ComparisonDocument } from '../../contract/comparison-document.ts';
import type { Tone } from '../facts/table.ts';
import { count } from '../render/quantity.ts';
import { historyHeadline, historySentences } from './history-words.ts';

export interface ComparisonWords {
  readonly word: string;
  readonly tone: Tone;
  readonly headline: string;
  /** What has to be known before any number. */
  readonly sentences: readonly string[];
}

const WORD: Readonly<Record<ComparisonVerdict, string>> = {
  regressed: 'regressed',
  improved: 'improved',
  'no-change': 'no change',
  inconclusive: 'inconclusive',
  invalid: 'invalid',
};

const TONE: Readonly<Record<ComparisonVerdict, Tone>> = {
  regressed: 'bad',
  improved: 'good',
  'no-change': 'good',
  inconclusive: 'warn',
  invalid: 'bad',
};

const HEADLINE: Readonly<Record<ComparisonVerdict, string>> = {
  regressed: 'B is worse than A by more than noise and by more than the limit.',
  improved: 'B is better than A by more than noise and by more than the limit.',
  'no-change': 'Whatever changed is smaller than the limits.',
  inconclusive: 'These pairs cannot tell a change of the limits from none.',
  invalid: 'This cannot be judged: numbers are missing, or cannot be believed.',
};

const SINGLE_PAIR = 'A single pair cannot tell change from noise.';
const FEW_PAIRS = 6;
const NOTHING_JUDGED = 'There is no whole pair that could be judged.';

const UNFINISHED = {
  interrupted: 'It was interrupted: fewer pairs than wanted were measured.',
  failed: 'It broke off: fewer pairs than wanted were measured.',
  unfinished: 'It was cut off, or is still going on: fewer pairs than wanted were measured.',
} as const;

/** The word of a verdict, and how it is painted. */
export function verdictCell(verdict: ComparisonVerdict) {
  return { text: WORD[verdict], tone: TONE[verdict] };
}

/** Verdict and reservations in plain words. */
export function comparisonWords(document: ComparisonDocument): ComparisonWords {
  const { verdict, comparison, status, notes } = document;
  const pairs = comparison?.pairs.length ?? 0;
  const byHistory = historyHeadline(comparison, verdict);
  const isUnsure = pairs === 1 && verdict === 'inconclusive';
  return {
    word: WORD[verdict],
    tone: TONE[verdict],
    headline: byHistory ?? (isUnsure ? SINGLE_PAIR : HEADLINE[verdict]),
    sentences: [
      ...(status === 'complete' ? [] : [UNFINISHED[status]]),
      ...notes,
      ...(comparison ? reservations(comparison) : [NOTHING_JUDGED]),
      ...(comparison ? historySentences(comparison) : []),
      ...(comparison && !byHistory ? pairsInWords(pairs, isUnsure, verdict) : []),
      ...(comparison?.unmatched ?? []).map(
        (name) => `${name} was not measured by all of them, and is left out.`,
      ),
    ],
  };
}

function reservations({ unlike, points }: Comparison): string[] {
  return [
    ...unlike.map(({ field, a, b }) => `Not made alike: ${field} (A: ${a}, B: ${b}).`),
    ...points.flatMap(({ name, faults }) => faults.map((fault) => `${name}: ${fault}.`)),
  ];
}

function pairsInWords(pairs: number, isSaid: boolean, verdict: ComparisonVerdict): string[] {
  if (pairs === 1) {
    const how = 'Measure more pairs in turn (A B A B …) and name them all: A1 B1 A2 B2 …';
    return isSaid ? [how] : [SINGLE_PAIR, how];
  }
  if (pairs >= FEW_PAIRS || verdict === 'invalid') return [];
  return [
    `${count(pairs)} pairs are few: the verdict rests on the interval alone, without the sign-flip check that ${FEW_PAIRS} allow.`,
  ];
}
