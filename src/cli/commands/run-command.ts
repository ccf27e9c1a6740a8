import { Command, Option } from 'commander';
import type { ReportFormat, UnfinishedSweep } from '../../app/index.ts';
import type { RunConfig } from '../../contract/run-config.ts';
import { type ConfigFile, readConfigFile } from '../config-file.ts';
import { type GatheredConfig, gatherConfig, printConfig } from '../gather-config.ts';
import { jobOfFile, refuseUnchosen } from '../job-of-file.ts';
import { optionFlags } from '../option-flags.ts';
import { type Outside, wantsColor } from '../outside.ts';
import { startProgress } from '../progress.ts';
import { resumeConfig } from '../resume-config.ts';
import { addSchemaOptions, givenValues } from '../schema-options.ts';
import { shownCommand } from '../shown-command.ts';
import { startDashboard } from '../ui/start-dashboard.ts';
import { visible } from '../visible.ts';
import { withSeed } from '../with-seed.ts';
import { formatOption } from './format-option.ts';

const EXAMPLES = `
Examples:
  bench run --qps 200                                  the embedded server, 200 requests/s
  bench run --qps 200 --url http://127.0.0.1:8000      a server of your own
  bench run --qps 500 --slo 'p99<10ms'                 exit 1 when missed
  bench run --sweep concurrency=1,2,4..64              several loads in one report
  bench run --search 50..5000 --slo 'p99<10ms'         the highest rate that meets it
`;

interface OwnFlags {
  readonly config?: string;
  readonly job?: string;
  readonly resume?: string;
  readonly printConfig?: boolean;
  readonly ui?: boolean;
  readonly format: ReportFormat;
}

/** `bench run`: its options, help and defaults come from the configuration schema. */
export function runCommand(outside: Outside, finish: (exitCode: number) => void): Command {
  const command = new Command('run').description('benchmark a model and report what was measured');
  const flags = optionFlags();
  addSchemaOptions(command, flags);
  command
    .addOption(
      new Option(
        '--config <file>',
        'file of options (default bench.yaml, where there is one)',
      ).helpGroup('Other:'),
    )
    .addOption(new Option('--job <name>', 'job of that file to run').helpGroup('Other:'))
    .addOption(
      new Option(
        '--resume <result>',
        'go on with a sweep that was interrupted or killed: its id, folder or "latest"',
      )
        .conflicts(['config', 'job'])
        .helpGroup('Other:'),
    )
    .addOption(
      new Option('--print-config', 'show what was understood, and stop').helpGroup('Other:'),
    )
    .addOption(
      new Option(
        '--ui',
        'watch the run on the whole terminal: rates, latency, what is in flight, errors, the server’s queue',
      ).helpGroup('Other:'),
    )
    .addOption(formatOption('form of the summary on standard output').helpGroup('Other:'))
    .addHelpText('after', EXAMPLES);
  return command.action(async (own: OwnFlags) => {
    const given = givenValues(command, flags);
    const resumed = await unfinishedSweep(own.resume, given, outside);
    const file = resumed ? resumeConfig(resumed, given) : readConfigFile(outside.cwd, own.config);
    const gathered = resumed ? gatherConfig(given, file) : gatherRun(given, file, own.job);
    if (own.printConfig) outside.stdout.write(printConfig(gathered));
    else finish(await run(gathered.config, own, outside, resumed));
  });
}

function gatherRun(
  given: Readonly<Record<string, unknown>>,
  file: ConfigFile | undefined,
  job: string | undefined,
): GatheredConfig {
  if (job !== undefined) return jobOfFile(job, file, given);
  refuseUnchosen(file);
  return gatherConfig(given, file);
}

async function unfinishedSweep(
  which: string | undefined,
  { reports = 'reports' }: Readonly<Record<string, unknown>>,
  { cwd, stderr }: Outside,
): Promise<UnfinishedSweep | undefined> {
  if (which === undefined) return undefined;
  const { readUnfinishedSweep } = await import('../../app/index.ts');
  const warn = (message: string) => stderr.write(`bench: ${visible(message)}\n`);
  return readUnfinishedSweep(which, String(reports), cwd, warn);
}

async function run(
  config: RunConfig,
  { format, ui }: OwnFlags,
  outside: Outside,
  resumed: UnfinishedSweep | undefined,
): Promise<number> {
  const { runBenchmark, renderDocument } = await import('../../app/index.ts');
  const canDraw = outside.env.TERM !== 'dumb';
  const progress = ui && canDraw ? startDashboard(outside.stderr) : startProgress(outside.stderr);
  const env = {
    cwd: outside.cwd,
    env: outside.env,
    packageFolder: outside.packageFolder,
    toolVersion: outside.toolVersion,
    nowEpochMs: outside.nowEpochMs,
    signal: outside.signal,
    commandWith: (seed: number) => shownCommand(withSeed(outside.argv, seed)),
    events: progress.events,
  };
  const finished = await runBenchmark(config, env, resumed).finally(progress.stop);
  outside.stdout.write(
    renderDocument(finished.document, format, {
      color: wantsColor(outside.stdout, outside.env),
      width: outside.stdout.columns(),
      files: finished.files,
    }),
  );
  // Last, so that what was measured is shown first; main says why it is not on disk.
  if (finished.unwritten) throw finished.unwritten;
  return finished.document.exitCode;
}
