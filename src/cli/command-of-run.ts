import { abOptionsSchema } from '../contract/options/ab-options.ts';
import { type OptionFlag, optionFlags } from './option-flags.ts';

/** Flags that say where results go, or how they are shown: a run by itself has no use for them. */
const NOT_OF_A_RUN = ['--format'];

/**
 * The words of `bench ab` → those of one run of it: its own flags are left out, what a side asks for is added.
 * @param own what the side asks for, by key of the run's options
 */
export function commandOfRun(
  argv: readonly string[],
  own: Readonly<Record<string, string | undefined>>,
  seed: number,
): string[] {
  const dropped = flagsOf(optionFlags(abOptionsSchema));
  for (const flag of [...NOT_OF_A_RUN, '--seed', ...Object.keys(own).map(flagOf)]) {
    dropped.set(flag, true);
  }
  const kept: string[] = [];
  for (let at = 1; at < argv.length; at += 1) {
    const word = argv[at] ?? '';
    const [name = ''] = word.split('=', 1);
    const takesWord = dropped.get(name);
    if (takesWord === undefined) kept.push(word);
    else if (takesWord && !word.includes('=')) at += 1;
  }
  const added = Object.entries(own).flatMap(([key, value]) =>
    value === undefined ? [] : [flagOf(key), value],
  );
  return ['run', ...kept, ...added, '--seed', String(seed)];
}

/** Each flag, and whether a word follows it. */
function flagsOf(flags: readonly OptionFlag[]): Map<string, boolean> {
  return new Map(flags.map(({ key, kind }) => [flagOf(key), kind !== 'boolean']));
}

function flagOf(key: string): string {
  return `--${key.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
