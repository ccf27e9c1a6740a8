import { Command, Option } from 'commander';
import type { ReportFormat } from '../../app/index.ts';
import { BenchError } from '../../contract/bench-error.ts';
import { type Outside, wantsColor } from '../outside.ts';
import { visible } from '../visible.ts';
import { chosenForm } from './chosen-form.ts';
import { REPORT_FORMATS } from './format-option.ts';
import { SAMPLE_FORMATS, showSampleFile } from './show-sample-file.ts';

interface ReportFlags {
  readonly format: string;
  readonly reports: string;
  readonly recover?: true;
  readonly samples?: string;
}

/** `bench report`: a stored result once more, in any form, or the samples of a run. */
export function reportCommand(outside: Outside): Command {
  return new Command('report')
    .description('show a stored result once more, or the samples of a run')
    .argument('[result]', 'id, folder or file of a result (default: "latest")')
    .addOption(
      new Option(
        '--format <form>',
        'form to show it in; of --samples: text, json, or every request as csv or ndjson',
      )
        .choices([...new Set<string>([...REPORT_FORMATS, ...SAMPLE_FORMATS])])
        .default('text'),
    )
    .option('--reports <folder>', 'folder that results lie in', 'reports')
    .option('--recover', 'make a result of what a run measured before it was cut off')
    .option('--samples <file>', 'file that bench run --samples wrote, instead of a result')
    .action((which: string | undefined, flags: ReportFlags) => act(which, flags, outside));
}

async function act(which: string | undefined, flags: ReportFlags, outside: Outside): Promise<void> {
  const { samples, recover: isRecovery, format } = flags;
  if (samples === undefined) {
    const known = chosenForm(format, REPORT_FORMATS, 'a result');
    await (isRecovery ? recover : show)(which ?? 'latest', known, flags.reports, outside);
    return;
  }
  if (which !== undefined || isRecovery) {
    throw new BenchError('usage', '--samples names a file of its own to show', {
      hint: `leave out ${isRecovery ? '--recover' : `"${which}"`}, or --samples`,
    });
  }
  await showSampleFile(samples, format, lookOf(outside), outside);
}

async function show(
  which: string,
  format: ReportFormat,
  reports: string,
  outside: Outside,
): Promise<void> {
  const { showReport } = await import('../../app/index.ts');
  outside.stdout.write(await showReport(which, format, lookOf(outside), reports, outside.cwd));
}

async function recover(
  which: string,
  format: ReportFormat,
  reports: string,
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
