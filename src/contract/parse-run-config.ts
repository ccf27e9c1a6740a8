import type { z } from 'zod';
import { BenchError } from './bench-error.ts';
import { nearestName } from './nearest-name.ts';
import { completeConfig, conflictsOf, type RunConfig } from './run-config.ts';
import { runOptionsSchema } from './run-options.ts';

type Issue = z.core.$ZodIssue;

const KEYS = Object.keys(runOptionsSchema.shape);

/**
 * Text form (from flags, a file, or a caller) → complete configuration.
 * @param whereOf how the caller's user wrote that key: "--qps", "bench.yaml:3 qps"
 * @param furtherKeys what else may stand where the options do, and so may have been meant
 * @throws BenchError 'config-invalid' that lists all mistakes at once, one a line
 */
export function parseRunConfig(
  options: unknown,
  whereOf: (key: string) => string = (key) => key,
  furtherKeys: readonly string[] = [],
): RunConfig {
  const parsed = runOptionsSchema.safeParse(options);
  const mistakes = parsed.success
    ? conflictsOf(parsed.data).map(({ path, message }) => `${whereOf(path)}: ${message}`)
    : parsed.error.issues
        .filter(isLastOfItsKind)
        .flatMap((issue) => describe(issue, options, whereOf, furtherKeys));
  if (parsed.success && mistakes.length === 0) return completeConfig(parsed.data);
  throw new BenchError('config-invalid', mistakes.join('\n'), {
    hint: 'see bench run --help, or what was understood with --print-config',
    cause: parsed.error,
  });
}

/** A whole number is held to what doubles can count as well as to its own limit: one is enough to hear. */
function isLastOfItsKind(issue: Issue, index: number, issues: readonly Issue[]): boolean {
  const isLimit = issue.code === 'too_big' || issue.code === 'too_small';
  const isSame = (other: Issue) =>
    other.code === issue.code && other.path.join() === issue.path.join();
  return !isLimit || !issues.slice(index + 1).some(isSame);
}

function describe(
  issue: Issue,
  options: unknown,
  whereOf: (key: string) => string,
  furtherKeys: readonly string[],
): string[] {
  if (issue.code === 'unrecognized_keys' && issue.path.length === 0) {
    const known = [...KEYS, ...furtherKeys];
    return issue.keys.map((key) => `${whereOf(key)}: ${noSuchOption(key, known)}`);
  }
  const [key, ...rest] = issue.path;
  if (key === undefined) return ['the configuration is not a list of keys and values'];
  const value = rest.reduce<unknown>(
    (inner, step) => (inner as Record<PropertyKey, unknown> | undefined)?.[step],
    (options as Record<PropertyKey, unknown>)[key],
  );
  return [`${whereOf(String(key))}: ${explain(issue, value)}`];
}

function noSuchOption(key: string, known: readonly string[]): string {
  const nearest = nearestName(key, known);
  return `there is no such option${nearest ? `; did you mean ${nearest}?` : ''}`;
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
