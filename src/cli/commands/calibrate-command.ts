import { Command, Option } from 'commander';
import type { AbRequest, ComparisonFormat } from '../../app/index.ts';
import { BenchError } from '../../contract/bench-error.ts';
import { calibrateOptionsSchema } from '../../contract/options/ab-options.ts';
import { commandOfRun } from '../command-of-run.ts';
import { readConfigFile } from '../config-file.ts';
import { gatherConfig } from '../gather-config.ts';
import { limitsOfFile } from '../limits-of-file.ts';
import { measureInTurn } from '../measure-in-turn.ts';
import { optionFlags } from '../option-flags.ts';
import type { Outside } from '../outside.ts';
import { parseOwnOptions } from '../parse-own-options.ts';
import { addSchemaOptions, givenValues } from '../schema-options.ts';
import { shownCommand } from '../shown-command.ts';
import { COMPARISON_FORMATS } from './comparison-formats.ts';

const EXAMPLES = `
Examples:
  bench calibrate --qps 200 --duration 30s             the embedded server, 8 pairs
  bench calibrate --url http://127.0.0.1:8000 --pairs 12
`;

interface OwnFlags {
  readonly config?: string;
  readonly format: ComparisonFormat;
}

/** `bench calibrate`: one target against itself. Its options come from the schemas of a run and of a comparison. */
export function calibrateCommand(outside: Outside, finish: (exitCode: number) => void): Command {
  const command = new Command('calibrate').description(
    'measure a target against itself: which changes this machine can tell from noise',
  );
  const [own, ofRun] = [optionFlags(calibrateOptionsSchema), optionFlags()];
  addSchemaOptions(command, own);
  addSchemaOptions(command, ofRun);
  command
    .addOption(
      new Option(
        '--config <file>',
        'file of options (default bench.yaml, where there is one)',
      ).helpGroup('Other:'),
    )
    .addOption(
      new Option('--format <form>', 'form of the comparison on standard output')
        .choices(COMPARISON_FORMATS)
        .default('text')
        .helpGroup('Other:'),
    )
    .addHelpText('after', EXAMPLES);
  return command.action(async ({ config, format }: OwnFlags) => {
    const given = givenValues(command, own);
    const request = await requestOf(given, givenValues(command, ofRun), config, outside);
    finish(await measureInTurn(request, format, outside));
  });
}

async function requestOf(
  given: Readonly<Record<string, unknown>>,
  ofRun: Readonly<Record<string, unknown>>,
  named: string | undefined,
  { argv, cwd }: Outside,
): Promise<AbRequest> {
  const options = parseOwnOptions(calibrateOptionsSchema, given, 'calibrate');
  const file = readConfigFile(cwd, named);
  const { config } = gatherConfig(ofRun, file);
  if (config.sweep !== undefined) {
    throw new BenchError('usage', 'a sweep has several loads: which of them?', {
      hint: 'calibrate each by itself with --qps or --concurrency',
    });
  }
  const { sameTargets } = await import('../../app/index.ts');
  return {
    origin: 'calibrate',
    targets: sameTargets(config),
    limits: { ...limitsOfFile(file), ...options.limit },
    pairs: options.pairs,
    ...{ confirm: 0, isReloaded: false, isForced: false, isStrict: false },
    commandOfRun: (_, seed) => shownCommand(commandOfRun(argv, {}, seed)),
  };
}
