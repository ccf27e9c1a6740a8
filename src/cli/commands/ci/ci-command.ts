import { Command } from 'commander';
import type { Outside } from '../../outside.ts';
import { ciInitCommand } from './ci-init-command.ts';
import { ciListCommand } from './ci-list-command.ts';
import { ciRunCommand } from './ci-run-command.ts';

/** `bench ci`: what a scheduled job and a pull request need. */
export function ciCommand(outside: Outside, finish: (exitCode: number) => void): Command {
  return new Command('ci')
    .description('jobs of bench.yaml, for every night and every pull request')
    .addCommand(ciRunCommand(outside, finish))
    .addCommand(ciListCommand(outside))
    .addCommand(ciInitCommand(outside));
}
