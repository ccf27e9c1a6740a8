import { Command } from 'commander';
import { BenchError } from '../../../contract/bench-error.ts';
import { type Job, parseJobs } from '../../../contract/jobs/parse-jobs.ts';
import { configAsText } from '../../../contract/run-config.ts';
import { withoutSecrets } from '../../../contract/without-secrets.ts';
import { readConfigFile } from '../../config-file.ts';
import { jobFlags } from '../../job-of-file.ts';
import type { Outside } from '../../outside.ts';
import { visible } from '../../visible.ts';

interface ListFlags {
  readonly config?: string;
  readonly json?: true;
}

/** `bench ci list`: the jobs of a file, their matrices taken apart. */
export function ciListCommand({ cwd, stdout }: Outside): Command {
  return new Command('list')
    .description('list the jobs of a file, with what each of them says and where')
    .option('--config <file>', 'file of jobs (default bench.yaml)')
    .option('--json', 'as JSON, with every option')
    .action(({ config, json }: ListFlags) => {
      const file = readConfigFile(cwd, config);
      if (!file) {
        throw new BenchError('usage', 'there is no bench.yaml here', {
          hint: 'bench ci init writes one to start from; or name the file with --config',
        });
      }
      const jobs = parseJobs(file, jobFlags({}));
      stdout.write(json ? `${JSON.stringify(jobs.map(asJson), null, 2)}\n` : textOf(jobs));
    });
}

function asJson({ name, config, limits, base }: Job) {
  return { name, options: withoutSecrets(configAsText(config)), limits, base };
}

/** Names as --job takes them; below each what was not left at its default. */
function textOf(jobs: readonly Job[]): string {
  return jobs.map((job) => [job.name, ...chosenLines(job), ''].map(visible).join('\n')).join('');
}

function chosenLines({ config, limits, base, originOf }: Job): string[] {
  const options = Object.entries(withoutSecrets(configAsText(config)));
  return [
    ...options.flatMap(([key, value]) =>
      originOf(key) === 'default' ? [] : `  ${key}: ${JSON.stringify(value)}  # ${originOf(key)}`,
    ),
    ...Object.entries({ limits, base }).flatMap(([key, value]) =>
      Object.keys(value ?? {}).length === 0 ? [] : `  ${key}: ${JSON.stringify(value)}`,
    ),
  ];
}
