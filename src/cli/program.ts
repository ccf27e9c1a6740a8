import { Command } from 'commander';
import { abCommand } from './commands/ab-command.ts';
import { calibrateCommand } from './commands/calibrate-command.ts';
import { ciCommand } from './commands/ci/ci-command.ts';
import { cleanCommand } from './commands/clean-command.ts';
import { compareCommand } from './commands/compare-command.ts';
import { doctorCommand } from './commands/doctor-command.ts';
import { historyCommand } from './commands/history-command.ts';
import { listCommand } from './commands/list-command.ts';
import { publishCommand } from './commands/publish-command.ts';
import { reportCommand } from './commands/report-command.ts';
import { runCommand } from './commands/run-command.ts';
import { serveCommand } from './commands/serve-command.ts';
import { stackCommand } from './commands/stack-command.ts';
import type { Outside } from './outside.ts';

const DESCRIPTION =
  'Load generator and benchmark reporter for NVIDIA Triton and every server that speaks KServe v2.';

/** All verbs; `finish` takes the exit code of a verb that has one of its own. */
export function program(outside: Outside, finish: (exitCode: number) => void): Command {
  const root = new Command('bench')
    .description(DESCRIPTION)
    .version(outside.toolVersion)
    .addCommand(runCommand(outside, finish))
    .addCommand(reportCommand(outside))
    .addCommand(listCommand(outside, finish))
    .addCommand(compareCommand(outside, finish))
    .addCommand(ciCommand(outside, finish))
    .addCommand(abCommand(outside, finish))
    .addCommand(calibrateCommand(outside, finish))
    .addCommand(historyCommand(outside, finish))
    .addCommand(publishCommand(outside, finish))
    .addCommand(serveCommand(outside))
    .addCommand(stackCommand(outside, finish))
    .addCommand(doctorCommand(outside))
    .addCommand(cleanCommand(outside, finish))
    .addHelpText('after', '\nExample: bench run --qps 200; more with bench run --help\n');
  for (const command of withVerbs(root)) {
    command
      .exitOverride()
      .showSuggestionAfterError()
      // By default nothing is wrapped where flags leave less than 40 columns, as they do in a terminal of 80.
      .configureHelp({ minWidthToWrap: 20 })
      .configureOutput({
        writeOut: outside.stdout.write,
        writeErr: outside.stderr.write,
        getOutHelpWidth: outside.stdout.columns,
        getErrHelpWidth: outside.stderr.columns,
        outputError: (text, write) =>
          write(`bench: ${text.replace(/^error: /, '')}  → see ${fullName(command)} --help\n`),
      });
  }
  return root;
}

/** As it is typed: "bench stack up". */
export function fullName(command: Command): string {
  return command.parent ? `${fullName(command.parent)} ${command.name()}` : command.name();
}

/** A command and all below it. */
export function withVerbs(command: Command): Command[] {
  return [command, ...command.commands.flatMap(withVerbs)];
}
