import assert from 'node:assert/strict';
import { runScript, type ScriptEnding } from './run-script.ts';

type Variables = Readonly<Record<string, string>>;

export interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly if?: string;
  readonly env?: Variables;
}

const BASH = ['bash', '--noprofile', '--norc', '-eo', 'pipefail', '-c'];

/** What GitHub fills in: the expressions that may be used, and their values. */
export type Expressions = Readonly<Record<string, string>>;

/**
 * The `run` lines of a job, executed one after the other as a runner of GitHub does: bash -e, and after a
 * failure only what says `if: always()`. Steps that use an action are passed over.
 * @returns the endings of the steps that ran, by name
 */
export async function runSteps(
  steps: readonly Step[],
  cwd: string,
  env: Variables,
  expressions: Expressions,
): Promise<Map<string, ScriptEnding>> {
  const endings = new Map<string, ScriptEnding>();
  let isFailed = false;
  for (const { name = '', run, if: condition, env: own = {} } of steps) {
    assert.ok(condition === undefined || condition === 'always()', condition);
    if (run === undefined || (isFailed && condition === undefined)) continue;
    const filled = Object.entries(own).map(([key, value]) => [key, fill(value, expressions)]);
    const variables = { ...env, ...Object.fromEntries(filled) };
    const ending = await runScript(BASH, run, cwd, variables);
    endings.set(name, ending);
    isFailed ||= ending.exitCode !== 0;
  }
  return endings;
}

function fill(text: string, expressions: Expressions): string {
  return text.replace(/\$\{\{ *([^ }]+) *\}\}/g, (_, name: string) => {
    const value = expressions[name];
    assert.ok(value !== undefined, `nobody says what ${name} is`);
    return value;
  });
}
