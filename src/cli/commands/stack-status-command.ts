import { Command } from 'commander';
import type { StackSummary } from '../../app/index.ts';
import { EXIT_CODE } from '../../contract/bench-error.ts';
import type { Outside } from '../outside.ts';
import { stackDesk } from '../stack-desk.ts';
import { startStackProgress } from '../stack-progress.ts';
import { stackText } from '../stack-text.ts';
import { stackNameOption } from './stack-name.ts';

interface StatusFlags {
  readonly name: string;
  readonly all?: boolean;
  readonly json?: boolean;
  readonly showSecrets?: boolean;
}

/** `bench stack status`: exit 0 when all of it runs, else 1. */
export function stackStatusCommand(outside: Outside, finish: (exitCode: number) => void): Command {
  return new Command('status')
    .description('what runs, and where to open it; exit 1 when not all of it runs')
    .addOption(stackNameOption())
    .option('--all', 'every stack, whatever its name')
    .option('--show-secrets', "Grafana's password too")
    .option('--json', 'as JSON on standard output')
    .action(async (flags: StatusFlags) => {
      const found = await stacksFound(flags, outside);
      outside.stdout.write(flags.json ? jsonOf(found, flags) : textOf(found, flags));
      const runs = found.length > 0 && found.every(({ running }) => running);
      finish(runs ? EXIT_CODE.fine : EXIT_CODE.gateFailed);
    });
}

async function stacksFound(
  { name, all, showSecrets = false }: StatusFlags,
  outside: Outside,
): Promise<StackSummary[]> {
  const desk = await stackDesk(outside, startStackProgress(outside.stderr).events);
  const names = all ? await desk.names() : [name];
  const found = await Promise.all(names.map((one) => desk.status(one, showSecrets)));
  return found.filter((stack) => stack !== null);
}

function jsonOf(found: readonly StackSummary[], { all }: StatusFlags): string {
  return `${JSON.stringify(all ? found : (found[0] ?? null))}\n`;
}

function textOf(found: readonly StackSummary[], { all, name }: StatusFlags): string {
  if (found.length > 0) return found.map(stackText).join('\n');
  return all ? 'there is no stack\n' : `there is no stack named ${name}\n`;
}
