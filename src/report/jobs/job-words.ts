import { EXIT_CODE } from '../../contract/bench-error.ts';
import type { MetricComparison } from '../../contract/comparison.ts';
import { pointsReliedOn } from '../../contract/points-relied-on.ts';
import { inUnitOf, MEASURED } from '../facts/gates-table.ts';
import type { Tone } from '../facts/table.ts';
import { margin } from '../render/quantity.ts';
import type { JobOutcome, JobsOutcome } from './job-outcome.ts';

const WORD: Readonly<Record<number, string>> = {
  [EXIT_CODE.fine]: 'passed',
  [EXIT_CODE.gateFailed]: 'failed',
  [EXIT_CODE.usage]: 'wrong configuration',
  [EXIT_CODE.stackNotStarted]: 'no server',
  [EXIT_CODE.loadFailed]: 'load failed',
  [EXIT_CODE.resultUnreadable]: 'unreadable',
  [EXIT_CODE.invalid]: 'invalid',
  [EXIT_CODE.interrupted]: 'interrupted',
};

const MOST_NAMED = 3;

/** One word for how something ended. */
export function endingWord(exitCode: number): string {
  return WORD[exitCode] ?? `exit ${exitCode}`;
}

/** One word for how a job ended, and its look. */
export function jobWord({ exitCode, result }: JobOutcome): { text: string; tone: Tone } {
  const isUnmeasured = exitCode === EXIT_CODE.interrupted && result === null;
  const text = isUnmeasured ? 'not measured' : endingWord(exitCode);
  if (exitCode === EXIT_CODE.fine) return { text, tone: 'good' };
  return { text, tone: exitCode === EXIT_CODE.interrupted ? 'warn' : 'bad' };
}

/** All jobs in one line: "2 of 3 jobs passed; mnist failed." */
export function jobsHeadline({ jobs }: JobsOutcome): string {
  const passed = jobs.filter(({ exitCode }) => exitCode === EXIT_CODE.fine);
  const head = `${passed.length} of ${jobs.length} ${jobs.length === 1 ? 'job' : 'jobs'} passed`;
  const others = jobs.filter(({ exitCode }) => exitCode !== EXIT_CODE.fine);
  const named = others.slice(0, MOST_NAMED).map((job) => `${job.name} ${jobWord(job).text}`);
  const more = others.length > MOST_NAMED ? [`and ${others.length - MOST_NAMED} more`] : [];
  return `${[head, ...named, ...more].join('; ')}.`;
}

/** Why a job did not pass, most important first; and what is to be known of one that did. */
export function jobReasons(job: JobOutcome): string[] {
  return [
    ...(job.problem === null ? [] : [job.problem.message]),
    ...missedGates(job),
    ...changes(job),
    ...firedRules(job),
    ...job.notes,
  ];
}

function missedGates({ result }: JobOutcome): string[] {
  if (!result) return [];
  return pointsReliedOn(result.points, result.search).flatMap(({ name, gates }) =>
    gates
      .filter(({ passed }) => !passed)
      .map((gate) => {
        const value = gate.value === null ? null : inUnitOf(gate, gate.value, MEASURED);
        const found = [value, gate.reason].filter((part) => part !== null).join(', ');
        const where = result.points.length > 1 ? `${name}: ` : '';
        return `${where}${gate.expression} missed${found === '' ? '' : `: ${found}`}`;
      }),
  );
}

const TOLD = ['regressed', 'improved', 'invalid'];

function changes({ comparison }: JobOutcome): string[] {
  const points = comparison?.comparison?.points ?? [];
  return points.flatMap(({ name, metrics }) =>
    metrics
      .filter(({ verdict }) => verdict !== null && TOLD.includes(verdict))
      .map((metric) => `${points.length > 1 ? `${name}: ` : ''}${changeWords(metric)}`),
  );
}

/** "p99 regressed: +14 %, limit +10 %"; against a history: from the middle of its noise band. */
function changeWords(metric: MetricComparison): string {
  const { id, verdict, limit, reason } = metric;
  const change = changeOf(metric);
  const parts = [
    ...(change === null ? [] : [change]),
    ...(limit === null ? [] : [`limit ${margin(limit)}`]),
    ...(reason === null ? [] : [reason]),
  ];
  return `${id} ${verdict ?? 'not judged'}${parts.length > 0 ? `: ${parts.join(', ')}` : ''}`;
}

function changeOf({ ratio, band, b }: MetricComparison): string | null {
  if (band && b !== null) {
    return `${margin(b / band.center - 1)} against ${band.runs} earlier runs`;
  }
  return ratio === null ? null : margin(ratio - 1);
}

function firedRules({ result }: JobOutcome): string[] {
  if (result?.verdict !== 'invalid') return [];
  const fired = result.points.flatMap(({ rules }) =>
    rules.filter((rule) => rule.fired && rule.verdict === 'invalid'),
  );
  return [...new Set(fired.map(({ title, value }) => `${title}: ${value}`))];
}
