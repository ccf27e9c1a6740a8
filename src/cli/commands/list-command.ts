import { Command } from 'commander';
import { BenchError, EXIT_CODE } from '../../contract/bench-error.ts';
import { valueOfFlag } from '../flag-values.ts';
import { type Outside, wantsColor } from '../outside.ts';
import { visible } from '../visible.ts';

interface ListFlags {
  readonly label: readonly string[];
  readonly limit: number;
  readonly json?: true;
  readonly reports: string;
}

const DEFAULT_LIMIT = 20;

/** `bench list`: past runs, newest first. */
export function listCommand(outside: Outside, finish: (exitCode: number) => void): Command {
  const collect = (word: string, before: readonly string[]) => [...before, word];
  return new Command('list')
    .description('list past runs, newest first')
    .option('--label <key=value>', 'only runs with this label; may be repeated', collect, [])
    .option('--limit <n>', 'most runs to list', wholeNumber, DEFAULT_LIMIT)
    .option('--json', 'as JSON, in base units')
    .option('--reports <folder>', 'folder that results lie in', 'reports')
    .action(async (flags: ListFlags) => finish(await list(flags, outside)));
}

async function list(flags: ListFlags, { stdout, stderr, env, cwd }: Outside): Promise<number> {
  const { listRuns, renderRuns } = await import('../../app/index.ts');
  const labels = valueOfFlag('pairs', flags.label, '--label') as Record<string, string>;
  const found = await listRuns(flags.reports, cwd, { labels, limit: flags.limit });
  for (const { id, reason } of found.unreadable) {
    stderr.write(`bench: ${visible(`${id} was left out: ${reason}`)}\n`);
  }
  const look = { color: wantsColor(stdout, env), width: stdout.columns() };
  const text = flags.json ? `${JSON.stringify(found.runs, null, 2)}\n` : renderRuns(found, look);
  stdout.write(text);
  const isAllUnreadable = found.runs.length === 0 && found.unreadable.length > 0;
  return isAllUnreadable ? EXIT_CODE.resultUnreadable : EXIT_CODE.fine;
}

function wholeNumber(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new BenchError('usage', `"${text}" is no number of runs`, { hint: 'give 1 or more' });
}
