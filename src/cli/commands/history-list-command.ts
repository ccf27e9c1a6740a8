import { Command } from 'commander';
import { EXIT_CODE } from '../../contract/bench-error.ts';
import { type Outside, wantsColor } from '../outside.ts';
import { visible } from '../visible.ts';
import { historyOption, lastOption, seriesOption } from './history-options.ts';

interface ListFlags {
  readonly history: string;
  readonly series?: string;
  readonly last: number;
  readonly json?: true;
}

/** As many as a sparkline has bars. */
const DEFAULT_LAST = 40;

/** `bench history list`: every series, its loads and how their numbers went. */
export function historyListCommand(outside: Outside, finish: (exitCode: number) => void): Command {
  return new Command('list')
    .description('every series, its loads and how their numbers went')
    .addOption(historyOption())
    .addOption(seriesOption())
    .addOption(lastOption(DEFAULT_LAST))
    .option('--json', 'as JSON, every entry, in base units')
    .action(async (flags: ListFlags) => finish(await list(flags, outside)));
}

async function list(
  { history, series, last, json }: ListFlags,
  { stdout, stderr, env, cwd }: Outside,
): Promise<number> {
  const { listHistory, renderHistory } = await import('../../app/index.ts');
  const found = await listHistory(history, cwd, { series, newest: last });
  for (const { reason } of found.leftOut) {
    stderr.write(`bench: ${visible(`left out: ${reason}`)}\n`);
  }
  const look = { color: wantsColor(stdout, env), width: stdout.columns() };
  const text = json
    ? `${JSON.stringify(found.series, null, 2)}\n`
    : renderHistory(found.series, look);
  stdout.write(text);
  const isAllUnreadable = found.series.length === 0 && found.leftOut.length > 0;
  return isAllUnreadable ? EXIT_CODE.resultUnreadable : EXIT_CODE.fine;
}
