import { Command } from 'commander';
import type { PublishOutcome, PublishRequest } from '../../app/index.ts';
import { BenchError } from '../../contract/bench-error.ts';
import type { Outside } from '../outside.ts';
import { visible } from '../visible.ts';

interface PublishFlags {
  readonly github?: true;
  readonly gitlab?: true;
  readonly jobSummary?: true;
  readonly file?: string;
  readonly job?: string;
  readonly reportUrl?: string;
  readonly status?: true;
  readonly check?: true;
  readonly pullRequest?: string;
  readonly strict?: true;
  readonly reports: string;
}

/** `bench publish`: results and comparisons where those who review see them. */
export function publishCommand(outside: Outside, finish: (exitCode: number) => void): Command {
  return new Command('publish')
    .description('show results or comparisons on a pull request, in a job summary or in a file')
    .argument(
      '[documents...]',
      'results or comparisons: each an id, a folder, a file or "latest" (default: "latest")',
    )
    .option('--github', 'comment on the pull request of GitHub that the job is about')
    .option('--gitlab', 'comment on the merge request of GitLab that the job is about')
    .option('--job-summary', 'add it to the summary of the job (GitHub Actions)')
    .option('--file <path>', 'write the text to a file')
    .option(
      '--job <key>',
      'what the comment is found by again (default: label "job", else model, protocol and load)',
    )
    .option('--report-url <url>', 'link to the full report (default: the page of the job)')
    .option('--status', 'set the status of the commit too')
    .option('--check', 'create a check run too: neutral for what could not be told (GitHub)')
    .option('--pull-request <number>', 'pull or merge request (default: that of the job)')
    .option('--strict', 'exit 1 when something could not be published')
    .option('--reports <folder>', 'folder that results lie in', 'reports')
    .addHelpText(
      'after',
      '\nTokens come from the environment: GITHUB_TOKEN or GH_TOKEN, GITLAB_TOKEN or CI_JOB_TOKEN.\n',
    )
    .action(async (documents: readonly string[], flags: PublishFlags) =>
      finish(await act(documents, flags, outside)),
    );
}

async function act(
  documents: readonly string[],
  flags: PublishFlags,
  outside: Outside,
): Promise<number> {
  const { publish } = await import('../../app/index.ts');
  const { cwd, env, toolVersion, stderr } = outside;
  const say = (message: string) => stderr.write(`bench: ${visible(message)}\n`);
  const outcome = await publish(requestFrom(documents, flags), { cwd, env, toolVersion, say });
  show(outcome, outside);
  return outcome.exitCode;
}

function requestFrom(documents: readonly string[], flags: PublishFlags): PublishRequest {
  return {
    documents: documents.length > 0 ? documents : ['latest'],
    forges: [
      ...(flags.github ? ['GitHub' as const] : []),
      ...(flags.gitlab ? ['GitLab' as const] : []),
    ],
    jobSummary: flags.jobSummary ?? false,
    file: flags.file ?? null,
    jobKey: flags.job?.trim() || null,
    reportUrl: flags.reportUrl ?? null,
    status: flags.status ?? false,
    check: flags.check ?? false,
    pullRequest: flags.pullRequest === undefined ? null : requestNumber(flags.pullRequest),
    isStrict: flags.strict ?? false,
    reportsFolder: flags.reports,
  };
}

function requestNumber(text: string): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(number) && number > 0) return number;
  throw new BenchError('usage', `--pull-request "${text}" is no number of one`, {
    hint: 'write it as in its address: --pull-request 42',
  });
}

/** What was done goes where a script reads it, what was not where a person does. */
function show({ steps }: PublishOutcome, { stdout, stderr }: Outside): void {
  for (const { state, words, url } of steps) {
    const line = visible(url === null ? words : `${words}: ${url}`);
    if (state === 'failed') stderr.write(`bench: warning: ${line}\n`);
    else stdout.write(`${line}\n`);
  }
}
