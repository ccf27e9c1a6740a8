import { Command } from 'commander';
import type { Outside } from '../outside.ts';
import { visible } from '../visible.ts';
import { historyOption } from './history-options.ts';

/** `bench history acknowledge`: a change is known, and later runs are held against what came after it. */
export function historyAcknowledgeCommand(outside: Outside): Command {
  return new Command('acknowledge')
    .description('a change is known: hold later runs against this entry and what came after it')
    .argument('<entry>', 'first run after the change, as bench history check names it')
    .requiredOption('--reason <text>', 'why it is fine, for whoever reads it later')
    .addOption(historyOption())
    .action(async (which: string, { history, reason }: { history: string; reason: string }) => {
      const { acknowledgeChange } = await import('../../app/index.ts');
      const name = await acknowledgeChange(which, reason, history, outside);
      outside.stdout.write(`${visible(`${name} is the first of a new baseline`)}\n`);
    });
}
