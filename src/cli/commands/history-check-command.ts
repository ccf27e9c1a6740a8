import { Command, Option } from 'commander';
import type { CheckFormat } from '../../app/index.ts';
import { valueOfFlag } from '../flag-values.ts';
import { type Outside, wantsColor } from '../outside.ts';
import { visible } from '../visible.ts';
import { historyOption, lastOption, seriesOption } from './history-options.ts';
import { limitOption } from './limit-option.ts';

interface CheckFlags {
  readonly history: string;
  readonly series?: string;
  readonly last: number;
  readonly limit: readonly string[];
  readonly force?: true;
  readonly strict?: true;
  readonly format: CheckFormat;
}

const FORMATS: readonly CheckFormat[] = ['text', 'md', 'json'];
/** More than a year of nights. */
const DEFAULT_LAST = 500;

/** `bench history check`: whether something has lastingly become worse; exit 1 when it has. */
export function historyCheckCommand(outside: Outside, finish: (exitCode: number) => void): Command {
  return new Command('check')
    .description('look for lasting changes; exit 1 for one to the worse that is not acknowledged')
    .addOption(historyOption())
    .addOption(seriesOption())
    .addOption(lastOption(DEFAULT_LAST))
    .addOption(limitOption())
    .option('--force', 'look also at runs that were not made as the newest was')
    .option(
      '--strict',
      'exit 1 also for what is not confirmed by further runs yet, or cannot be told',
    )
    .addOption(new Option('--format <form>', 'form to show it in').choices(FORMATS).default('text'))
    .action(async (flags: CheckFlags) => finish(await act(flags, outside)));
}

async function act(flags: CheckFlags, { stdout, stderr, env, cwd }: Outside): Promise<number> {
  const { checkForChanges } = await import('../../app/index.ts');
  const request = {
    historyFolder: flags.history,
    query: { series: flags.series, newest: flags.last },
    limits: valueOfFlag('pairs', flags.limit, '--limit') as Record<string, string>,
    isForced: flags.force ?? false,
    isStrict: flags.strict ?? false,
    format: flags.format,
  };
  const look = { color: wantsColor(stdout, env), width: stdout.columns() };
  const { text, exitCode, leftOut } = await checkForChanges(request, look, cwd);
  for (const { reason } of leftOut) stderr.write(`bench: ${visible(`left out: ${reason}`)}\n`);
  stdout.write(text);
  return exitCode;
}
