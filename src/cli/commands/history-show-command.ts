import { Command } from 'commander';
import type { ReportFormat } from '../../app/index.ts';
import { type Outside, wantsColor } from '../outside.ts';
import { formatOption } from './format-option.ts';
import { historyOption } from './history-options.ts';

/** `bench history show`: the result of an entry once more. */
export function historyShowCommand({ stdout, env, cwd }: Outside): Command {
  return new Command('show')
    .description('show the result of an entry; it was kept without its seconds')
    .argument('<entry>', '<series>/<run id>, or the id alone where only one series has it')
    .addOption(historyOption())
    .addOption(formatOption('form to show it in'))
    .action(
      async (entry: string, { history, format }: { history: string; format: ReportFormat }) => {
        const { showHistoryEntry } = await import('../../app/index.ts');
        const look = { color: wantsColor(stdout, env), width: stdout.columns() };
        stdout.write(await showHistoryEntry(entry, format, look, history, cwd));
      },
    );
}
