import type { z } from 'zod';
import { BenchError } from '../contract/bench-error.ts';
import { optionMistakes } from '../contract/option-mistakes.ts';
import { kebab } from './option-flags.ts';

/**
 * The options that a command has beside those of a run.
 * @throws BenchError 'config-invalid' that lists all mistakes at once, one a line
 */
export function parseOwnOptions<T extends z.ZodObject>(
  schema: T,
  given: Readonly<Record<string, unknown>>,
  command: string,
): z.output<T> {
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const whereOf = (key: string) => `--${kebab(key)}`;
  const mistakes = optionMistakes(parsed.error, given, whereOf, Object.keys(schema.shape));
  throw new BenchError('config-invalid', mistakes.join('\n'), {
    hint: `see bench ${command} --help`,
    cause: parsed.error,
  });
}
