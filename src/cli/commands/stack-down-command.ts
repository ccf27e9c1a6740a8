import { Command } from 'commander';
import type { Outside } from '../outside.ts';
import { stackDesk } from '../stack-desk.ts';
import { startStackProgress } from '../stack-progress.ts';
import { visible } from '../visible.ts';
import { stackNameOption } from './stack-name.ts';

interface DownFlags {
  readonly name: string;
  readonly all?: boolean;
  readonly json?: boolean;
}

/** `bench stack down`: takes away all of that name and nothing else; nothing there is no error. */
export function stackDownCommand(outside: Outside): Command {
  return new Command('down')
    .description('take a stack away, whatever state it is in, and nothing else')
    .addOption(stackNameOption())
    .option('--all', 'every stack, whatever its name')
    .option('--json', 'what was removed, as JSON on standard output')
    .action(async ({ name, all = false, json = false }: DownFlags) => {
      const progress = startStackProgress(outside.stderr);
      const desk = await stackDesk(outside, progress.events);
      const removed = await desk.down(all ? await desk.names() : [name]);
      const lines = removed.map((what) => `removed ${visible(what)}\n`);
      if (json) outside.stdout.write(`${JSON.stringify({ removed })}\n`);
      else outside.stdout.write(lines.join('') || 'there was nothing to take away\n');
    });
}
