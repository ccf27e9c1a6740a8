import { Command, Option } from 'commander';
import type { AbRequest, AbTarget, ComparisonFormat } from '../../app/index.ts';
import {
  nameOfSide,
  optionsOfSide,
  refuseUnlikeSides,
  type Side,
} from '../../contract/ab-sides.ts';
import { type AbOptions, abOptionsSchema } from '../../contract/options/ab-options.ts';
import { commandOfRun } from '../command-of-run.ts';
import { type ConfigFile, readConfigFile } from '../config-file.ts';
import { gatherConfig } from '../gather-config.ts';
import { limitsOfFile } from '../limits-of-file.ts';
import { measureInTurn } from '../measure-in-turn.ts';
import { kebab, optionFlags } from '../option-flags.ts';
import type { Outside } from '../outside.ts';
import { parseOwnOptions } from '../parse-own-options.ts';
import { addSchemaOptions, givenValues } from '../schema-options.ts';
import { shownCommand } from '../shown-command.ts';
import { COMPARISON_FORMATS } from './comparison-formats.ts';

const EXAMPLES = `
Examples:
  bench ab --a-url http://127.0.0.1:8000 --b-url http://127.0.0.1:9000 --qps 200
  bench ab --model mnist --a-model-version 1 --b-model-version 2 --url http://127.0.0.1:8000
  bench ab --a-command 'git-main/serve' --b-command './serve' --confirm 8
`;

interface OwnFlags {
  readonly config?: string;
  readonly format: ComparisonFormat;
}

type Values = Readonly<Record<string, unknown>>;

/** `bench ab`: two targets measured in turn. Its options come from the schemas of a run and of a comparison. */
export function abCommand(outside: Outside, finish: (exitCode: number) => void): Command {
  const command = new Command('ab').description(
    'measure two targets in turn, and say whether B is slower than A',
  );
  const [own, ofRun] = [optionFlags(abOptionsSchema), optionFlags()];
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
    const options = parseOwnOptions(abOptionsSchema, givenValues(command, own), 'ab');
    const file = readConfigFile(outside.cwd, config);
    const request = requestOf(options, givenValues(command, ofRun), file, outside);
    finish(await measureInTurn(request, format, outside));
  });
}

function requestOf(
  options: AbOptions,
  given: Values,
  file: ConfigFile | undefined,
  { argv }: Outside,
): AbRequest {
  refuseUnlikeSides(options);
  const named = { ...file?.values, ...given };
  const isAddressed = named.url !== undefined || named.grpcUrl !== undefined;
  const own = {
    a: optionsOfSide('a', options, isAddressed),
    b: optionsOfSide('b', options, isAddressed),
  };
  const target = (side: Side): AbTarget => ({
    name: nameOfSide(side, options),
    config: gatherConfig({ ...given, ...own[side] }, file, (key) => flagName(key, side, own[side]))
      .config,
    command: options[`${side}Command`] ?? null,
  });
  return {
    origin: 'ab',
    targets: { a: target('a'), b: target('b') },
    limits: { ...limitsOfFile(file), ...options.limit },
    pairs: options.pairs,
    confirm: options.confirm ?? 0,
    isReloaded: options.reload,
    isForced: options.force,
    isStrict: options.strict,
    commandOfRun: (side, seed) => shownCommand(commandOfRun(argv, own[side], seed)),
  };
}

/** What a side asks for is named by its own flag. */
function flagName(key: string, side: Side, own: Values): string {
  return own[key] === undefined ? kebab(key) : `${side}-${kebab(key)}`;
}
