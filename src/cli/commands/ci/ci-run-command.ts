import { Command, Option } from 'commander';
import type { CiRequest, JobRun } from '../../../app/index.ts';
import { type Job, parseJobs } from '../../../contract/jobs/parse-jobs.ts';
import { type ConfigFile, readConfigFile } from '../../config-file.ts';
import { jobFlags } from '../../job-of-file.ts';
import { optionFlags } from '../../option-flags.ts';
import { type Outside, wantsColor } from '../../outside.ts';
import { startProgress } from '../../progress.ts';
import { addSchemaOptions, givenValues, givenWords } from '../../schema-options.ts';
import { shownCommand } from '../../shown-command.ts';
import { visible } from '../../visible.ts';

const FORMATS = ['text', 'md', 'json'] as const;

interface OwnFlags {
  readonly config?: string;
  readonly job: readonly string[];
  readonly history?: string;
  readonly historyAdd: boolean;
  readonly strict?: true;
  readonly junit?: string;
  readonly summary?: string;
  readonly json?: string;
  readonly github?: true;
  readonly gitlab?: true;
  readonly jobSummary?: true;
  readonly status?: true;
  readonly check?: true;
  readonly reportUrl?: string;
  readonly format: (typeof FORMATS)[number];
}

const EXAMPLES = `
Examples:
  bench ci run --history bench-history                 every job of bench.yaml, held against its history
  bench ci run --job mnist --no-history-add            one of them, for a pull request: the history stays as it is
  bench ci run --qps 200 --slo 'p99<10ms'              without a file: one job
`;

/** `bench ci run`: every job, one after the other, judged, kept and published. */
export function ciRunCommand(outside: Outside, finish: (exitCode: number) => void): Command {
  const collect = (word: string, before: readonly string[]) => [...before, word];
  const option = (usage: string, description: string) =>
    new Option(usage, description).helpGroup('Jobs:');
  const command = new Command('run')
    .description('measure every job, hold it against its history or base, keep and publish it')
    .addOption(option('--config <file>', 'file of jobs (default bench.yaml, where there is one)'))
    .addOption(
      option('--job <name>', 'only this one, or all of its matrix; may be repeated')
        .argParser(collect)
        .default([], 'every job'),
    )
    .addOption(option('--history <folder>', 'past runs, to hold these against and to add them to'))
    .addOption(option('--no-history-add', 'leave the history as it is, as for a pull request'))
    .addOption(option('--strict', 'exit 1 also for what cannot be told, kept or published'))
    .addOption(option('--junit <file>', 'write the test results of all jobs there too'))
    .addOption(option('--summary <file>', 'write the Markdown summary of all jobs there too'))
    .addOption(option('--json <file>', 'write what a program may want to know there too'))
    .addOption(option('--github', 'comment on the pull request of GitHub that this is about'))
    .addOption(option('--gitlab', 'comment on the merge request of GitLab that this is about'))
    .addOption(option('--job-summary', 'add the summary to that of the job (GitHub Actions)'))
    .addOption(option('--status', 'set the status of the commit too'))
    .addOption(option('--check', 'create a check run too (GitHub)'))
    .addOption(
      option('--report-url <url>', 'link to the full report (default: the page of the job)'),
    )
    .addOption(
      option('--format <form>', 'form of the summary on standard output')
        .choices(FORMATS)
        .default('text'),
    )
    .addHelpText('after', EXAMPLES);
  const flags = optionFlags();
  addSchemaOptions(command, flags);
  return command.action(async (own: OwnFlags) => {
    const file = readConfigFile(outside.cwd, own.config);
    const jobs = parseJobs(file ?? NO_FILE, jobFlags(givenValues(command, flags)), own.job);
    const repeat = repeatOf(file, own, givenWords(command, flags));
    finish(await run(jobs, own, outside, repeat));
  });
}

const NO_FILE = { values: {}, placeOf: () => 'bench.yaml:1' };

/** The command that measures one of the jobs again, by itself. */
function repeatOf(file: ConfigFile | undefined, { config }: OwnFlags, given: readonly string[]) {
  const hasJobs = file?.values.jobs !== undefined;
  return (job: string, seed: number, further: readonly string[] = []) =>
    shownCommand([
      'run',
      ...(config === undefined ? [] : ['--config', config]),
      ...(hasJobs ? ['--job', job] : []),
      ...given,
      ...further,
      ...(given.includes('--seed') ? [] : ['--seed', String(seed)]),
    ]);
}

async function run(
  jobs: readonly Job[],
  own: OwnFlags,
  outside: Outside,
  repeat: (job: string, seed: number, further?: readonly string[]) => string,
): Promise<number> {
  const { runCi, renderJobs } = await import('../../../app/index.ts');
  const { cwd, env, packageFolder, toolVersion, nowEpochMs, signal, stdout, stderr } = outside;
  const warn = (message: string) => stderr.write(`bench: ${visible(message)}\n`);
  const events = {
    onJob: (name: string, nth: number, count: number) =>
      stderr.write(`job ${nth + 1} of ${count}: ${visible(name)}\n`),
    onWarning: warn,
  };
  const startJob = (name: string): JobRun => {
    const progress = startProgress(stderr);
    return { ...progress, commandWith: (seed, further) => repeat(name, seed, further) };
  };
  const request: CiRequest = {
    jobs,
    historyFolder: own.history ?? null,
    addsToHistory: own.history !== undefined && own.historyAdd,
    isStrict: own.strict ?? false,
    junitFile: own.junit ?? null,
    summaryFile: own.summary ?? null,
    jsonFile: own.json ?? null,
    publishing: {
      forges: [
        ...(own.github ? ['GitHub' as const] : []),
        ...(own.gitlab ? ['GitLab' as const] : []),
      ],
      jobSummary: own.jobSummary ?? false,
      status: own.status ?? false,
      check: own.check ?? false,
      reportUrl: own.reportUrl ?? null,
    },
  };
  const surroundings = { cwd, env, packageFolder, toolVersion, nowEpochMs, signal };
  const finished = await runCi(request, surroundings, events, startJob);
  const look = { color: wantsColor(stdout, env), width: stdout.columns() };
  stdout.write(renderJobs(finished, own.format, look));
  return finished.outcome.exitCode;
}
