import { Command } from 'commander';
import type { Cleaned } from '../../app/index.ts';
import { EXIT_CODE } from '../../contract/bench-error.ts';
import type { Outside } from '../outside.ts';
import { visible } from '../visible.ts';

interface CleanFlags {
  readonly grafanaTokenFile?: string;
}

/** `bench clean`: takes away what runs left in a Grafana. */
export function cleanCommand(outside: Outside, finish: (exitCode: number) => void): Command {
  return new Command('clean')
    .description('delete the snapshots that runs left in Grafana')
    .option(
      '--grafana-token-file <file>',
      'file that holds a token, for dashboards left where snapshots are disabled',
    )
    .action(async ({ grafanaTokenFile }: CleanFlags) => {
      const { clean } = await import('../../app/index.ts');
      const cleaned = await clean(grafanaTokenFile, outside);
      outside.stdout.write(cleaned.map(line).join('') || 'nothing to clean\n');
      const hasFailed = cleaned.some(({ outcome }) => outcome === 'failed');
      finish(hasFailed ? EXIT_CODE.stackNotStarted : EXIT_CODE.fine);
    });
}

function line({ what, outcome, reason }: Cleaned): string {
  const words = `${outcome.padEnd(8)}  ${what}${reason && `: ${reason}`}`;
  return `${visible(words)}\n`;
}
