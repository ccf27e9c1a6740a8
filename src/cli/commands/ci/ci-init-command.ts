import { Command } from 'commander';
import type { CiSystem, WrittenCi } from '../../../app/index.ts';
import { BenchError } from '../../../contract/bench-error.ts';
import type { Outside } from '../../outside.ts';
import { visible } from '../../visible.ts';

interface InitFlags {
  readonly github?: true;
  readonly gitlab?: true;
  readonly cron?: true;
  readonly from?: string;
  readonly force?: true;
}

const SYSTEMS: readonly CiSystem[] = ['github', 'gitlab', 'cron'];

const EXAMPLE = `
Example:
  npm pack inferbench-folder && bench ci init --github --from ./inferbench-1.0.0.tgz
`;

/** What is left to be done by hand. */
const NEXT: Readonly<Record<CiSystem, string>> = {
  github: 'commit it: it runs at 03:17 UTC and for every pull request',
  gitlab:
    'include it in .gitlab-ci.yml, add the two variables that it names, and make a schedule (Build, Pipeline schedules)',
  cron: 'add the line at its top to your crontab',
};

/** `bench ci init`: writes a job that runs every night. */
export function ciInitCommand({ cwd, packageFolder, stdout }: Outside): Command {
  return new Command('init')
    .description('write a job that runs every night and for every pull request')
    .option('--github', 'a workflow of GitHub Actions')
    .option('--gitlab', 'jobs of GitLab CI')
    .option('--cron', 'a script for cron')
    .option(
      '--from <source>',
      'version of this tool that the job installs: a git tag or commit, or a tarball of npm pack',
    )
    .option('--force', 'write over files that are there (never over bench.yaml)')
    .addHelpText('after', EXAMPLE)
    .action(async (flags: InitFlags) => {
      const systems = SYSTEMS.filter((system) => flags[system]);
      if (systems.length === 0) {
        throw new BenchError('usage', 'nobody says for which system', {
          hint: 'choose --github, --gitlab or --cron; several go together',
        });
      }
      if (flags.from === undefined) {
        throw new BenchError('usage', '--from is missing: which version should the job install?', {
          hint: 'name a tag or commit (git+https://host/owner/inferbench.git#v1.0.0), or a tarball that npm pack made',
        });
      }
      const { initCi } = await import('../../../app/index.ts');
      const request = { systems, from: flags.from, isForced: flags.force ?? false };
      stdout.write(told(await initCi(request, { cwd, packageFolder }), systems));
    });
}

function told(
  { files, hasNewJobs, from, pinned }: WrittenCi,
  systems: readonly CiSystem[],
): string {
  const lines = [
    ...files.map((file) => `wrote ${file}`),
    ...(hasNewJobs ? [] : ['bench.yaml is there already and was left as it is']),
    `installs ${from}. ${pinned}`,
    ...systems.map((system) => `next, for ${system}: ${NEXT[system]}`),
  ];
  return `${lines.map(visible).join('\n')}\n`;
}
