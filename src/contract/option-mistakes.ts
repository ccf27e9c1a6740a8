import type { z } from 'zod';
import { nearestName } from './nearest-name.ts';

type Issue = z.core.$ZodIssue;

/**
 * What is wrong with options, a line each, fit to be shown.
 * @param options as they were given
 * @param whereOf how the caller's user wrote that key: "--qps", "bench.yaml:3 qps"
 * @param keys all there are, for what was meant instead
 */
export function optionMistakes(
  { issues }: z.core.$ZodError,
  options: unknown,
  whereOf: (key: string) => string,
  keys: readonly string[],
): string[] {
  return issues
    .filter(isLastOfItsKind)
    .flatMap((issue) => describe(issue, options, { whereOf, keys }));
}

interface Known {
  readonly whereOf: (key: string) => string;
  readonly keys: readonly string[];
}

/** A whole number is held to what doubles can count as well as to its own limit: one is enough to hear. */
function isLastOfItsKind(issue: Issue, index: number, issues: readonly Issue[]): boolean {
  const isLimit = issue.code === 'too_big' || issue.code === 'too_small';
  const isSame = (other: Issue) =>
    other.code === issue.code && other.path.join() === issue.path.join();
  return !isLimit || !issues.slice(index + 1).some(isSame);
}

function describe(issue: Issue, options: unknown, { whereOf, keys }: Known): string[] {
  if (issue.code === 'unrecognized_keys' && issue.path.length === 0) {
    return issue.keys.map(
      (key) => `${whereOf(key)}: there is no such option${suggestion(key, keys)}`,
    );
  }
  const [key, ...rest] = issue.path;
  if (key === undefined) return ['the configuration is not a list of keys and values'];
  const value = rest.reduce<unknown>(
    (inner, step) => (inner as Record<PropertyKey, unknown> | undefined)?.[step],
    (options as Record<PropertyKey, unknown>)[key],
  );
  return [`${whereOf(String(key))}: ${explain(issue, value)}`];
}

function suggestion(key: string, keys: readonly string[]): string {
  const nearest = nearestName(key, keys);
  return nearest ? `; did you mean ${nearest}?` : '';
}

/** What is wrong with a value, for the one who wrote it. */
export function explain(issue: Issue, value: unknown): string {
  const shown = JSON.stringify(value) ?? String(value);
  switch (issue.code) {
    case 'invalid_type':
      return `${shown} is not ${NOUN[issue.expected] ?? issue.expected}`;
    case 'too_small':
      return `${shown} is too small; must be ${issue.inclusive ? 'at least' : 'more than'} ${issue.minimum}`;
    case 'too_big':
      return `${shown} is too big; must be ${issue.inclusive ? 'at most' : 'less than'} ${issue.maximum}`;
    case 'invalid_value':
      return `${shown} is none of ${issue.values.join(', ')}`;
    case 'invalid_format':
      return `${shown} ${issue.message}`;
    case 'invalid_union':
      return `${shown} is neither auto nor a whole number from 1 to 256`;
    default:
      return issue.message;
  }
}

const NOUN: Readonly<Record<string, string>> = {
  number: 'a number',
  int: 'a whole number',
  string: 'text',
  array: 'a list',
  record: 'a list of key: value',
};
