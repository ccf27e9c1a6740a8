import { Command } from 'commander';
import type { ReportFormat } from '../../app/index.ts';
import { type Outside, wantsColor } from '../outside.ts';
import { formatOption } from './format-option.ts';

interface ReportFlags {
  readonly format: ReportFormat;
  readonly reports: string;
}

/** `bench report`: a stored result once more, in any form. */
export function reportCommand(outside: Outside): Command {
  return new Command('report')
    .description('show a stored result once more')
    .argument('[result]', 'id, folder or file of a result', 'latest')
    .addOption(formatOption('form to show it in'))
    .option('--reports <folder>', 'folder that results lie in', 'reports')
    .action(async (which: string, { format, reports }: ReportFlags) => {
      const { showReport } = await import('../../app/index.ts');
      const look = {
        color: wantsColor(outside.stdout, outside.env),
        width: outside.stdout.columns(),
      };
      outside.stdout.write(await showReport(which, format, look, reports, outside.cwd));
    });
}
