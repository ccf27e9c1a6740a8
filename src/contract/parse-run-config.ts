import { BenchError } from './bench-error.ts';
import { optionMistakes } from './option-mistakes.ts';
import { completeConfig, conflictsOf, type RunConfig } from './run-config.ts';
import { runOptionsSchema } from './run-options.ts';

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
    : optionMistakes(parsed.error, options, whereOf, [...KEYS, ...furtherKeys]);
  if (parsed.success && mistakes.length === 0) return completeConfig(parsed.data);
  throw new BenchError('config-invalid', mistakes.join('\n'), {
    hint: 'see bench run --help, or what was understood with --print-config',
    cause: parsed.error,
  });
}
