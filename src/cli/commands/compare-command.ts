import { Command, Option } from 'commander';
import type { ComparisonFormat } from '../../app/index.ts';
import { BenchError } from '../../contract/bench-error.ts';
import { valueOfFlag } from '../flag-values.ts';
import { type Outside, wantsColor } from '../outside.ts';
import { shownCommand } from '../shown-command.ts';
import { visible } from '../visible.ts';
import { COMPARISON_FORMATS } from './comparison-formats.ts';
import { limitOption } from './limit-option.ts';

interface CompareFlags {
  readonly limit: readonly string[];
  readonly force?: true;
  readonly strict?: true;
  readonly format: ComparisonFormat;
  readonly reports: string;
  readonly history?: string;
  readonly series?: string;
}

/** `bench compare`: what changed from A to B, and whether it can be told from noise. */
export function compareCommand(outside: Outside, finish: (exitCode: number) => void): Command {
  return new Command('compare')
    .description('what changed from A to B, and whether it can be told from noise')
    .argument(
      '<results...>',
      'A and B, or pairs that were measured in turn: A1 B1 A2 B2 …; each an id, a folder, a file, "latest", or an entry of the history',
    )
    .addOption(limitOption())
    .option('--force', 'compare results that were not made alike, and say in what they differ')
    .option('--strict', 'exit 1 also when no change of the limits can be told')
    .addOption(
      new Option('--format <form>', 'form to show it in')
        .choices(COMPARISON_FORMATS)
        .default('text'),
    )
    .option('--history <folder>', 'hold B of a single pair against the earlier runs in a history')
    .option('--series <name>', 'only those of this series')
    .option('--reports <folder>', 'folder that results lie in', 'reports')
    .action(async (results: readonly string[], flags: CompareFlags) =>
      finish(await act(results, flags, outside)),
    );
}

async function act(
  results: readonly string[],
  flags: CompareFlags,
  { argv, nowEpochMs, stdout, stderr, env, cwd, toolVersion }: Outside,
): Promise<number> {
  const { compare } = await import('../../app/index.ts');
  const request = {
    results,
    limits: valueOfFlag('pairs', flags.limit, '--limit') as Record<string, string>,
    isForced: flags.force ?? false,
    isStrict: flags.strict ?? false,
    format: flags.format,
    history: historyOf(flags),
    command: shownCommand(argv),
  };
  const look = { color: wantsColor(stdout, env), width: stdout.columns() };
  const { text, exitCode, leftOut } = await compare(request, look, flags.reports, {
    ...{ cwd, env, nowEpochMs, toolVersion },
  });
  for (const { reason } of leftOut) stderr.write(`bench: ${visible(`left out: ${reason}`)}\n`);
  stdout.write(text);
  return exitCode;
}

function historyOf({ history, series }: CompareFlags) {
  if (history !== undefined) return { folder: history, series };
  if (series === undefined) return null;
  throw new BenchError('usage', '--series is one of a history', {
    hint: 'name its folder too, with --history',
  });
}
