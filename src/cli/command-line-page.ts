import type { Command } from 'commander';
import { EXIT_CODE } from '../contract/bench-error.ts';
import { kebab } from './option-flags.ts';
import type { Outside } from './outside.ts';
import { fullName, program, withVerbs } from './program.ts';

const PAGE_COLUMNS = 100;
const nowhere = {
  write: () => undefined,
  stream: () => Promise.resolve(),
  isTerminal: false,
  columns: () => PAGE_COLUMNS,
};

/** Help needs an outside but no process; this one goes nowhere. */
const PAGE_OUTSIDE: Outside = {
  argv: [],
  cwd: '/',
  env: {},
  packageFolder: '/',
  toolVersion: '',
  signal: new AbortController().signal,
  nowEpochMs: () => 0,
  stdout: nowhere,
  stderr: nowhere,
};

const EXIT_CODE_MEANING: Readonly<Record<keyof typeof EXIT_CODE, string>> = {
  fine: 'fine; also a saturated run whose gates hold',
  gateFailed: 'a gate was missed, or a comparison found a regression',
  usage: 'wrong usage or configuration',
  stackNotStarted: 'no server: it did not start, or does not answer',
  loadFailed: 'not one good answer came, or the server or a worker was lost on the way',
  resultUnreadable: 'a stored result cannot be read',
  invalid: 'the numbers cannot be believed; the report says why',
  interrupted: 'interrupted; what was measured is kept',
};

/** docs/cli.md: every verb's own help, and the exit codes. Generated, never edited. */
export function describeCommandLine(): string {
  const root = program(PAGE_OUTSIDE, () => undefined);
  const verbs = withVerbs(root).map(describeVerb);
  const codes = Object.entries(EXIT_CODE).map(
    ([name, code]) => `| ${code} | ${EXIT_CODE_MEANING[name as keyof typeof EXIT_CODE]} |`,
  );
  return [
    '# Command line',
    'Generated from the configuration schema by `npm run generate`. Every option of `bench run` but those under "Other"',
    `is also a key of \`bench.yaml\`, in camelCase: \`--${kebab('batchSize')}\` is \`batchSize\`. Flags win over the file.\n`,
    ...verbs,
    '## Exit codes\n',
    '| code | meaning |\n|--:|---|',
    ...codes,
    '',
  ].join('\n');
}

function describeVerb(command: Command): string {
  return `## ${fullName(command)}\n\n\`\`\`\n${command.helpInformation().trimEnd()}\n\`\`\`\n`;
}
