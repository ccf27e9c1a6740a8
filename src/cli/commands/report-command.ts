import { Command } from 'commander';
import type { ReportFormat } from '../../app/index.ts';
import { type Outside, wantsColor } from '../outside.ts';
import { visible } from '../visible.ts';
import { formatOption } from './format-option.ts';

interface ReportFlags {
  readonly format: ReportFormat;
  readonly reports: string;
  readonly recover?: true;
}

/** `bench report`: a stored result once more, in any form. */
export function reportCommand(outside: Outside): Command {
  return new Command('report')
    .description('show a stored result once more')
    .argument('[result]', 'id, folder or file of a result', 'latest')
    .addOption(formatOption('form to show it in'))
    .option('--reports <folder>', 'folder that results lie in', 'reports')
    .option('--recover', 'make a result of what a run measured before it was cut off')
    .action((which: string, flags: ReportFlags) =>
      flags.recover ? recover(which, flags, outside) : show(which, flags, outside),
    );
}

async function show(
  which: string,
  { format, reports }: ReportFlags,
  outside: Outside,
): Promise<void> {
  const { showReport } = await import('../../app/index.ts');
  outside.stdout.write(await showReport(which, format, lookOf(outside), reports, outside.cwd));
}

async function recover(
  which: string,
  { format, reports }: ReportFlags,
  outside: Outside,
): Promise<void> {
  const { recoverRun, renderDocument } = await import('../../app/index.ts');
  const warn = (message: string) => outside.stderr.write(`bench: ${visible(message)}\n`);
  const { document, files, unwritten } = await recoverRun(which, reports, outside.cwd, warn);
  outside.stdout.write(renderDocument(document, format, { ...lookOf(outside), files }));
  if (unwritten) throw unwritten;
}

function lookOf({ stdout, env }: Outside) {
  return { color: wantsColor(stdout, env), width: stdout.columns() };
}
