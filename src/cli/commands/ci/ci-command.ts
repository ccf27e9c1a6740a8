import { Command } from 'commander';
import type { Outside } from '../../outside.ts';
import { ciListCommand } from './ci-list-command.ts';

/** `bench ci`: what a scheduled job and a pull request need. */
export function ciCommand(outside: Outside): Command {
  return new Command('ci')
    .description('jobs of bench.yaml, for every night and every pull request')
    .addCommand(ciListCommand(outside));
}
