import { Command, Option } from 'commander';
import type { ComparisonFormat } from '../../app/index.ts';
import { valueOfFlag } from '../flag-values.ts';
import { type Outside, wantsColor } from '../outside.ts';
import { shownCommand } from '../shown-command.ts';
import { COMPARISON_FORMATS } from './comparison-formats.ts';

interface CompareFlags {
  readonly limit: readonly string[];
  readonly force?: true;
  readonly strict?: true;
  readonly format: ComparisonFormat;
  readonly reports: string;
}

/** `bench compare`: what changed from A to B, and whether it can be told from noise. */
export function compareCommand(outside: Outside, finish: (exitCode: number) => void): Command {
  const collect = (word: string, before: readonly string[]) => [...before, word];
  return new Command('compare')
    .description('what changed from A to B, and whether it can be told from noise')
    .argument(
      '<results...>',
      'A and B, or pairs that were measured in turn: A1 B1 A2 B2 …; each an id, a folder, a file or "latest"',
    )
    .addOption(
      new Option(
        '--limit <metric=share>',
        'change of a metric that matters, or off; may be repeated',
      )
        .argParser(collect)
        .default([], 'p50=5%, p99=10%, throughput=5%'),
    )
    .option('--force', 'compare results that were not made alike, and say in what they differ')
    .option('--strict', 'exit 1 also when no change of the limits can be told')
    .addOption(
      new Option('--format <form>', 'form to show it in')
        .choices(COMPARISON_FORMATS)
        .default('text'),
    )
    .option('--reports <folder>', 'folder that results lie in', 'reports')
    .action(async (results: readonly string[], flags: CompareFlags) =>
      finish(await act(results, flags, outside)),
    );
}

async function act(
  results: readonly string[],
  flags: CompareFlags,
  { argv, stdout, env, cwd, toolVersion }: Outside,
): Promise<number> {
  const { compare } = await import('../../app/index.ts');
  const request = {
    results,
    limits: valueOfFlag('pairs', flags.limit, '--limit') as Record<string, string>,
    isForced: flags.force ?? false,
    isStrict: flags.strict ?? false,
    format: flags.format,
    command: shownCommand(argv),
  };
  const look = { color: wantsColor(stdout, env), width: stdout.columns() };
  const { text, exitCode } = await compare(request, look, flags.reports, {
    cwd,
    toolVersion,
  });
  stdout.write(text);
  return exitCode;
}
