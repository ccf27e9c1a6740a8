import { Command } from 'commander';
import type { Diagnosis } from '../../app/index.ts';
import type { Outside } from '../outside.ts';
import { visible } from '../visible.ts';

const NAME_COLUMNS = 16;

/** `bench doctor`: what this machine can run, and why not the rest. */
export function doctorCommand(outside: Outside): Command {
  return new Command('doctor')
    .description('what this machine can run, and what is in the way of the rest')
    .option('--json', 'as JSON on standard output')
    .action(async ({ json }: { json?: boolean }) => {
      const { diagnose } = await import('../../app/index.ts');
      const { cwd, env, packageFolder, nowEpochMs, signal } = outside;
      const found = await diagnose({ cwd, env, packageFolder, nowEpochMs, signal, events: {} });
      outside.stdout.write(json ? `${JSON.stringify(found)}\n` : diagnosisText(found));
    });
}

function diagnosisText({ drivers, machine }: Diagnosis): string {
  const lines = [
    'What bench run --stack and bench stack up can start here:',
    ...drivers.map(checkLine),
    'The machine:',
    ...machine.map(checkLine),
  ];
  return `${lines.join('\n')}\n`;
}

function checkLine({ name, good, detail }: Diagnosis['drivers'][number]): string {
  const mark = good === null ? ' ' : good ? '✔' : '✘';
  const [first = '', ...more] = detail.split('\n');
  const margin = ' '.repeat(NAME_COLUMNS + 4);
  return [`  ${mark} ${name.padEnd(NAME_COLUMNS)}${first}`, ...more.map((line) => margin + line)]
    .map(visible)
    .join('\n');
}
