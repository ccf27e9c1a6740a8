import { explain } from '../option-mistakes.ts';
import { type JobFile, type Values, whereIn } from './job-file.ts';
import { type JobBase, jobKeys } from './job-keys.ts';

/** What a job is judged by; a job and the whole file may say it. */
export interface Judgement {
  /** Metric → limit of its change, as written. */
  readonly limits: Readonly<Record<string, string>>;
  readonly base: JobBase | null;
}

/** `limits` and `base` of the map that stands at that path of the file, with what is wrong with them. */
export function readJudgement(
  values: Values,
  at: readonly string[],
  file: JobFile,
): { readonly read: Judgement; readonly mistakes: readonly string[] } {
  const mistakes = (['limits', 'base'] as const).flatMap((key) =>
    mistakesOf(key, values, at, file),
  );
  if (mistakes.length > 0) return { read: { limits: {}, base: null }, mistakes };
  const limits = jobKeys.limits.parse(values.limits) ?? {};
  const base = jobKeys.base.parse(values.base) ?? null;
  return { read: { limits, base }, mistakes };
}

function mistakesOf(
  key: 'limits' | 'base',
  values: Values,
  at: readonly string[],
  file: JobFile,
): string[] {
  const issues = jobKeys[key].safeParse(values[key]).error?.issues ?? [];
  return issues.map((issue) => {
    const path = issue.path.map(String);
    const value = path.reduce<unknown>((inner, step) => (inner as Values)[step], values[key]);
    const isUnknown = issue.code === 'unrecognized_keys';
    const words = isUnknown ? `there is no ${issue.keys.join(', ')} here` : explain(issue, value);
    return `${whereIn(file, [...at, key, ...path])}: ${words}`;
  });
}
