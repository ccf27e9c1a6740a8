import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { parse } from 'yaml';
import { packageFolder } from '../support/run-bench.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { runSteps, type Step } from '../support/workflow-steps.ts';

type Inputs = Readonly<Record<string, string>>;

interface Action {
  readonly inputs: Readonly<Record<string, { readonly default?: string }>>;
  readonly outputs: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: { readonly steps: readonly Step[] };
}

const QUICK = { args: '--requests\n20\n--warmup\n0s\n--timeout\n60s', concurrency: '1' };

let folder = temporaryFolder();
before(() => {
  folder = temporaryFolder();
  // As GitHub checks an action out: what git knows of, neither built nor installed.
  const listed = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const files = execFileSync('git', listed, { cwd: packageFolder, encoding: 'utf8' });
  for (const file of files.split('\0').filter((name) => name !== '')) {
    if (!existsSync(join(packageFolder, file))) continue;
    const to = join(folder.path, 'action', file);
    mkdirSync(dirname(to), { recursive: true });
    cpSync(join(packageFolder, file), to);
  }
});
after(() => folder[Symbol.dispose]());

/** The steps of the action in an empty folder, with inputs as a workflow gives them. */
async function use(name: string, inputs: Inputs) {
  const action: Action = parse(readFileSync(join(folder.path, 'action/action.yml'), 'utf8'));
  const cwd = join(folder.path, name);
  mkdirSync(cwd);
  const files = { output: join(cwd, '.output'), summary: join(cwd, '.summary') };
  for (const file of Object.values(files)) writeFileSync(file, '');
  const expressions = Object.entries(action.inputs).map(([input, { default: usual = '' }]) => [
    `inputs.${input}`,
    // The one default that is an expression itself.
    inputs[input] ?? (usual.startsWith('$') ? '' : usual),
  ]);
  const env = {
    GITHUB_ACTION_PATH: join(folder.path, 'action'),
    ...{ GITHUB_OUTPUT: files.output, GITHUB_STEP_SUMMARY: files.summary, RUNNER_TEMP: cwd },
  };
  const steps = action.runs.steps;
  const endings = await runSteps(steps, cwd, env, Object.fromEntries(expressions));
  const outputs = Object.fromEntries(
    readFileSync(files.output, 'utf8')
      .split('\n')
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
  const said = [...endings.values()].map((ending) => ending.said).join('\n');
  const exitCode = endings.get('Measure')?.exitCode;
  return { cwd, outputs, exitCode, said, summary: readFileSync(files.summary, 'utf8') };
}

describe('the action', () => {
  it('builds itself, measures what its inputs say, and tells what came of it', async () => {
    const used = await use('fine', QUICK);
    const { outputs, exitCode, said } = used;
    // A busy machine may make any run invalid.
    assert.ok(exitCode === 0 || exitCode === 6, said);
    assert.equal(outputs['exit-code'], String(exitCode));
    assert.equal(outputs.verdict, exitCode === 0 ? 'passed' : 'invalid');
    assert.ok(Number(outputs.p50) > 0, outputs.p50);
    assert.equal(outputs.p99, '', 'which 20 requests do not support');
    for (const file of ['summary', 'junit', 'json'])
      assert.ok(existsSync(outputs[file] ?? ''), file);
    assert.match(used.summary, /^\n# Benchmark jobs/);
  });
  it('fails with the exit code of the command, and says why', async () => {
    const { outputs, exitCode, said } = await use('missed', { ...QUICK, slo: 'p50<1us' });
    assert.ok(exitCode === 1 || exitCode === 6, said);
    assert.equal(outputs['exit-code'], String(exitCode));
    assert.match(said, /p50<1us missed/);
  });
  it('takes words that mean something to a shell as they are', async () => {
    const model = '"; touch hacked; echo $(touch hacked) `touch hacked` #';
    const { cwd, outputs, exitCode, said } = await use('hostile', { ...QUICK, model });
    assert.equal(exitCode, 2, said);
    assert.match(said, /touch hacked/, 'it is the name of a model that there is not');
    assert.ok(!existsSync(join(cwd, 'hacked')));
    assert.deepEqual([outputs['exit-code'], outputs.p50], ['2', '']);
  });
});
