import { Command, Option } from 'commander';
import { readConfigFile } from '../config-file.ts';
import { gatherConfig } from '../gather-config.ts';
import { kebab, optionFlags } from '../option-flags.ts';
import type { Outside } from '../outside.ts';
import { addSchemaOptions, givenValues } from '../schema-options.ts';
import { stackDesk } from '../stack-desk.ts';
import { startStackProgress } from '../stack-progress.ts';
import { stackText } from '../stack-text.ts';

/** What `bench run` calls otherwise, or what makes no sense for a stack that stays. */
const OWN_NAME: Readonly<Record<string, string>> = { stack: 'driver', stackName: 'name' };
const LEFT_OUT = ['stack', 'stackName', 'keep'];

interface UpFlags {
  readonly driver?: string;
  readonly name?: string;
  readonly config?: string;
  readonly json?: boolean;
}

/** `bench stack up`: its options are those of a run that say what is started. */
export function stackUpCommand(outside: Outside): Command {
  const command = new Command('up')
    .description('bring up Triton, Prometheus and Grafana, check each, and leave them running')
    .addOption(
      new Option('--driver <driver>', 'docker, or process: programs of this machine (default auto)')
        .choices(['auto', 'docker', 'process'])
        .helpGroup('Stack:'),
    )
    .addOption(
      new Option(
        '--name <name>',
        'stacks of different names live side by side (default default)',
      ).helpGroup('Stack:'),
    );
  const flags = optionFlags().filter(
    ({ key, group }) => group === 'Stack' && !LEFT_OUT.includes(key),
  );
  addSchemaOptions(command, flags);
  return command
    .option('--config <file>', 'file of options (default bench.yaml, where there is one)')
    .option('--json', 'the stack as JSON on standard output')
    .action(async ({ driver, name, config: file, json }: UpFlags) => {
      const given = {
        ...givenValues(command, flags),
        ...(driver !== undefined && { stack: driver }),
        ...(name !== undefined && { stackName: name }),
      };
      const named = (key: string) => OWN_NAME[key] ?? kebab(key);
      const { config } = gatherConfig(given, readConfigFile(outside.cwd, file), named);
      const progress = startStackProgress(outside.stderr);
      const desk = await stackDesk(outside, progress.events);
      const { stack, wasUp } = await desk.up(config).finally(progress.stop);
      if (json) outside.stdout.write(`${JSON.stringify({ ...stack, wasUp })}\n`);
      else outside.stdout.write((wasUp ? 'It is up already.\n' : '') + stackText(stack));
    });
}
