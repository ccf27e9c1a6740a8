import { Argument, Command } from 'commander';
import { BenchError } from '../../contract/bench-error.ts';
import type { Outside } from '../outside.ts';
import { stackDesk } from '../stack-desk.ts';
import { startStackProgress } from '../stack-progress.ts';
import { visible } from '../visible.ts';
import { stackNameOption } from './stack-name.ts';

const SERVICES = ['triton', 'prometheus', 'grafana'] as const;
const DEFAULT_LINES = 50;
const MAX_LINES = 100_000;

interface LogsFlags {
  readonly name: string;
  readonly lines: number;
}

/** `bench stack logs`: the last lines of one service. */
export function stackLogsCommand(outside: Outside): Command {
  return new Command('logs')
    .description('the last lines that a service wrote')
    .addArgument(new Argument('[service]', 'whose').choices(SERVICES).default('triton'))
    .addOption(stackNameOption())
    .option('--lines <n>', 'how many', lineCount, DEFAULT_LINES)
    .action(async (service: (typeof SERVICES)[number], { name, lines }: LogsFlags) => {
      const progress = startStackProgress(outside.stderr);
      const desk = await stackDesk(outside, progress.events);
      for (const line of await desk.logs(name, service, lines)) {
        outside.stdout.write(`${visible(line)}\n`);
      }
    });
}

function lineCount(text: string): number {
  const count = Number(text);
  if (/^\d+$/.test(text) && count >= 1 && count <= MAX_LINES) return count;
  throw new BenchError('usage', `--lines: "${text}" is not a number from 1 to ${MAX_LINES}`, {
    hint: 'write for example --lines 200',
  });
}
