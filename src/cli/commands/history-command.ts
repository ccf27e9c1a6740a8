import { Command } from 'commander';
import type { Outside } from '../outside.ts';
import { historyAcknowledgeCommand } from './history-acknowledge-command.ts';
import { historyAddCommand } from './history-add-command.ts';
import { historyCheckCommand } from './history-check-command.ts';
import { historyListCommand } from './history-list-command.ts';
import { historyShowCommand } from './history-show-command.ts';

/** `bench history`: past runs in a folder of files that a git branch or a bucket can hold. */
export function historyCommand(outside: Outside, finish: (exitCode: number) => void): Command {
  return new Command('history')
    .description('past runs in a folder that a git branch or a bucket can hold: keep, list, check')
    .addCommand(historyAddCommand(outside))
    .addCommand(historyListCommand(outside, finish))
    .addCommand(historyShowCommand(outside))
    .addCommand(historyCheckCommand(outside, finish))
    .addCommand(historyAcknowledgeCommand(outside));
}
