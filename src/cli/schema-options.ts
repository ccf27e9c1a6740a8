import { type Command, Option } from 'commander';
import { valueOfFlag } from './flag-values.ts';
import { kebab, type OptionFlag } from './option-flags.ts';

/** Gives a command the flags that are made from the schema. */
export function addSchemaOptions(command: Command, flags: readonly OptionFlag[]): void {
  for (const { usage, description, group, kind } of flags) {
    const option = new Option(usage, description).helpGroup(`${group}:`);
    if (kind !== 'boolean') {
      option.argParser((word: string, before: string[] = []) => [...before, word]);
    }
    command.addOption(option);
  }
}

/** The values of those that were given, as the schema takes them; nothing is checked here. */
export function givenValues(
  command: Command,
  flags: readonly OptionFlag[],
): Record<string, unknown> {
  return Object.fromEntries(
    flags
      // An option that can only be refused has a value without being given.
      .filter(({ key }) => command.getOptionValueSource(key) === 'cli')
      .map(({ key, kind }) => [
        key,
        valueOfFlag(kind, command.getOptionValue(key), `--${kebab(key)}`),
      ]),
  );
}

/** Those that were given, as words of a command line that gives them again. */
export function givenWords(command: Command, flags: readonly OptionFlag[]): string[] {
  return flags
    .filter(({ key }) => command.getOptionValueSource(key) === 'cli')
    .flatMap(({ key }) => {
      const value: unknown = command.getOptionValue(key);
      if (typeof value === 'boolean') return [`--${value ? '' : 'no-'}${kebab(key)}`];
      return (value as readonly string[]).flatMap((word) => [`--${kebab(key)}`, word]);
    });
}
