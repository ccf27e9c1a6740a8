import type { Point, Rule, Verdict } from '../../contract/point.ts';
import type { ResultDocument } from '../../contract/result-document.ts';
import { NS_PER_SECOND } from '../../contract/units.ts';
import { count, exactTime, rate, time } from '../render/quantity.ts';
import { measuredPhase } from './measured-phase.ts';
import type { Tone } from './table.ts';
import { wantedLoads } from './wanted-loads.ts';

/** The verdict of one point in plain words. */
export interface VerdictWords {
  readonly verdict: Verdict;
  /** The verdict, or what is more important to know than it. */
  readonly word: string;
  readonly tone: Tone;
  readonly headline: string;
  /** What the reader has to know before any number. */
  readonly sentences: readonly string[];
}

const TONE = { valid: 'good', saturated: 'warn', invalid: 'bad' } as const;

const HEADLINE = {
  valid: 'These numbers can be believed.',
  saturated: 'The server could not take the offered rate.',
  invalid: 'Do not use these numbers: the measurement is at fault, not the server.',
} as const;

/** Verdict, reasons and what they mean for the reader. Invalid wins; a saturation is said beside it. */
export function verdictWords(point: Point): VerdictWords {
  const { verdict } = point;
  const sentences = [...reasons(point.rules), ...saturation(point), ...nothingDue(point)];
  const { planned, completed } = measuredPhase(point).counters;
  if (planned === 0) return { ...NOTHING_MEASURED, verdict, sentences };
  if (completed === 0) return { ...NO_GOOD_ANSWER, verdict, sentences };
  if (isCutOff(point)) return { ...PARTIAL, verdict, sentences };
  return { verdict, word: verdict, tone: TONE[verdict], headline: HEADLINE[verdict], sentences };
}

const NOTHING_MEASURED = {
  word: 'nothing measured',
  tone: 'warn',
  headline: 'Nothing was measured.',
} as const;
const NO_GOOD_ANSWER = {
  word: 'no good answer',
  tone: 'bad',
  headline: 'Not one request was answered well.',
} as const;
const PARTIAL = {
  word: 'partial',
  tone: 'warn',
  headline: 'The run was cut off: nobody can tell whether these numbers were disturbed.',
} as const;

function isCutOff({ rules }: Point): boolean {
  return rules.some(({ rule, fired }) => rule === 'cut-off' && fired);
}

function reasons(rules: readonly Rule[]): string[] {
  const fired = rules.filter((rule) => rule.fired);
  if (fired.length > 0) {
    return fired.map(({ title, value, limit }) => `${title}: ${value} (limit ${limit}).`);
  }
  return rules.length === 0 ? [] : [`All ${count(rules.length)} rules hold.`];
}

function saturation(point: Point): string[] {
  const saturated = point.rules.some(({ verdict, fired }) => fired && verdict === 'saturated');
  if (!saturated && point.verdict !== 'saturated') return [];
  const { duePerSecond, servedPerSecond } = point.rates;
  return [
    `Due ${rate(duePerSecond)}, served ${rate(servedPerSecond)}. Latency now depends on the length of the run: a longer run would show higher values.`,
  ];
}

function nothingDue(point: Point): string[] {
  const measured = measuredPhase(point);
  if (measured.counters.planned > 0) return [];
  return [`No request was due in ${exactTime(measured.durationNs)} of the measured phase.`];
}

/** Said once per document, above everything else; empty for an ordinary run. */
export function documentNotices(doc: ResultDocument): string[] {
  const notices: string[] = [];
  if (doc.target.standIn !== null) notices.push(`Server: ${doc.target.standIn}.`);
  if (doc.status === 'interrupted') {
    const measuredNs = doc.points.reduce((sum, point) => sum + measuredPhase(point).durationNs, 0);
    const seconds = time(Math.max(0, measuredNs));
    const after =
      measuredNs < NS_PER_SECOND / 1000 ? 'before anything was measured' : `after ${seconds}`;
    notices.push(`Interrupted ${after}: this is what was seen until then.`);
  }
  if (doc.status === 'aborted') {
    notices.push('Ended early by --abort-on: this is what was seen until then; the notes say why.');
  }
  if (doc.status === 'partial') {
    notices.push('Cut off before its end: this is what its journal held until then.');
  }
  if (doc.status === 'failed') {
    notices.push(
      'Something broke during the run, and the notes say what: this is what was measured all the same.',
    );
  }
  return [...notices, ...unmeasuredLoads(doc)];
}

function unmeasuredLoads(doc: ResultDocument): string[] {
  const wanted = wantedLoads(doc);
  if (wanted === 1 || !('sweep' in doc.config)) return [];
  if (doc.status !== 'interrupted' && doc.status !== 'partial') return [];
  return [
    `${count(doc.points.length)} of ${count(wanted)} loads had begun: bench run --resume ${doc.id} measures what is missing.`,
  ];
}
