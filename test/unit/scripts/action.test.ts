import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { parse } from 'yaml';
import { packageRoot } from '../../support/package-root.ts';

const { actionArguments } = await import(`${packageRoot}scripts/action/action-arguments.js`);
const { actionOutputs } = await import(`${packageRoot}scripts/action/action-outputs.js`);
const action = parse(readFileSync(`${packageRoot}action.yml`, 'utf8'));

describe('the inputs of the action', () => {
  it('are words of a command line, whatever is in them', () => {
    const words = actionArguments({
      BENCH_URL: ' http://a ',
      BENCH_QPS: '20',
      BENCH_MODEL: '--strict "$(touch x)"',
      BENCH_JOB: 'a (b=1, c=2)\n\n  d\n',
      BENCH_SLO: 'p99<10ms\nerrors<1%',
      BENCH_ARGS: '--batch-size\n8',
    });
    assert.deepEqual(words, [
      ...['--url=http://a', '--model=--strict "$(touch x)"', '--qps=20'],
      ...['--job=a (b=1, c=2)', '--job=d', '--slo=p99<10ms', '--slo=errors<1%'],
      ...['--batch-size', '8'],
    ]);
  });
  it('are nothing where nothing is given', () => assert.deepEqual(actionArguments({}), []));
  it('switch on and off', () => {
    const all = (value: string) =>
      actionArguments({
        ...{ BENCH_HISTORY_ADD: value, BENCH_STRICT: value },
        ...{ BENCH_COMMENT: value, BENCH_JOB_SUMMARY: value },
      });
    assert.deepEqual(all('true'), ['--strict', '--github', '--job-summary']);
    assert.deepEqual(all('false'), ['--no-history-add']);
    assert.throws(() => all('yes'), /history-add: "yes" is neither true nor false/);
  });
});

describe('the outputs of the action', () => {
  const of = (exitCode: number, written: object | null) =>
    Object.fromEntries(
      (actionOutputs(exitCode, written) as string)
        .trimEnd()
        .split('\n')
        .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
    );
  it('have the numbers of the only job, in milliseconds', () => {
    const jobs = [{ p50Ns: 1_250_000, p99Ns: null }];
    const outputs = of(1, { outcome: 'failed', folder: '/r/ci-1', jobs });
    assert.deepEqual(outputs, {
      ...{ 'exit-code': '1', verdict: 'failed', report: '/r/ci-1', p50: '1.25', p99: '' },
      ...{ summary: '/r/ci-1/summary.md', junit: '/r/ci-1/junit.xml', json: '/r/ci-1/ci.json' },
    });
  });
  it('have no numbers of several jobs', () => {
    const jobs = [
      { p50Ns: 1, p99Ns: 1 },
      { p50Ns: 2, p99Ns: 2 },
    ];
    const { p50, p99 } = of(0, { outcome: 'passed', folder: '/r', jobs });
    assert.deepEqual([p50, p99], ['', '']);
  });
  it('say that nothing was measured', () => {
    const { verdict, report, json } = of(2, null);
    assert.deepEqual([verdict, report, json], ['nothing measured', '', '']);
  });
  it('are those that action.yml names, and no value begins another one', () => {
    const written = { outcome: 'passed\nexit-code=0', folder: '/a\r\nb', jobs: [] };
    assert.deepEqual(Object.keys(of(0, written)).sort(), Object.keys(action.outputs).sort());
  });
});

describe('action.yml', () => {
  const steps: readonly { run: string; env?: Record<string, string> }[] = action.runs.steps;
  it('hands every input over in the environment, and pastes none into a script', () => {
    for (const { run } of steps) assert.doesNotMatch(run, /\$\{\{/);
    const handed = steps.flatMap(({ env }) => Object.values(env ?? {}));
    const inputs = Object.keys(action.inputs).map((name) => `\${{ inputs.${name} }}`);
    assert.deepEqual([...handed].sort(), inputs.sort());
  });
  it('reads every variable that it hands over', () => {
    const given = Object.keys(steps.find(({ env }) => env)?.env ?? {});
    for (const name of given.filter((one) => one.startsWith('BENCH_'))) {
      const isSwitch = /(HISTORY_ADD|STRICT|COMMENT|JOB_SUMMARY)$/.test(name);
      const values = isSwitch ? ['true', 'false'] : ['x'];
      const words = values.flatMap((value) => actionArguments({ [name]: value }));
      assert.ok(words.length > 0, name);
    }
  });
});
