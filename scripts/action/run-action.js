// What action.yml runs: bench ci run with the inputs, then the outputs. Its exit code is that of the command.
import { spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { actionArguments } from './action-arguments.js';
import { actionOutputs } from './action-outputs.js';

const bench = fileURLToPath(new URL('../../bin/bench.js', import.meta.url));
const copy = join(
  mkdtempSync(join(process.env.RUNNER_TEMP ?? tmpdir(), 'bench-action-')),
  'ci.json',
);

const { status } = spawnSync(
  process.execPath,
  [bench, 'ci', 'run', `--json=${copy}`, ...actionArguments(process.env)],
  { stdio: 'inherit' },
);
const exitCode = status ?? 1;
const written = existsSync(copy) ? JSON.parse(readFileSync(copy, 'utf8')) : null;
if (process.env.GITHUB_OUTPUT) {
  appendFileSync(process.env.GITHUB_OUTPUT, actionOutputs(exitCode, written));
}
process.exitCode = exitCode;
