import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { main } from '../../../src/cli/main.ts';
import { fakeOutside } from '../../support/fake-outside.ts';

async function bench(argv: string[], over = {}) {
  const { outside, written } = fakeOutside(argv, over);
  return { exitCode: await main(outside), ...written };
}

describe('bench', () => {
  it('shows help and is fine', async () => {
    const { exitCode, stdout } = await bench(['--help']);
    assert.equal(exitCode, 0);
    for (const verb of ['run', 'report', 'serve', 'stack', 'doctor'])
      assert.match(stdout, new RegExp(`^ +${verb}`, 'm'));
  });
  it('shows how a run is asked for, after its options', async () => {
    const { stdout } = await bench(['run', '--help']);
    const [, examples = ''] = stdout.split('\nExamples:\n');
    assert.match(examples, /^ {2}bench run --qps 200 +the embedded server/);
    for (const line of examples.trim().split('\n')) {
      const [command = ''] = line.trim().split(/ {2,}/);
      const argv = command.replaceAll("'", '').split(' ').slice(1);
      assert.equal((await bench([...argv, '--print-config'])).exitCode, 0, command);
    }
  });
  it('wraps the help of options in a terminal of 80 columns', async () => {
    const { outside, written } = fakeOutside(['run', '--help']);
    await main({ ...outside, stdout: { ...outside.stdout, columns: () => 80 } });
    const [options = ''] = written.stdout.split('\nExamples:\n');
    assert.deepEqual(
      options.split('\n').filter((line) => line.length > 80 && line.trim().includes(' ')),
      [],
    );
  });
  it('shows its version', async () => {
    assert.deepEqual(await bench(['--version']), { exitCode: 0, stdout: '9.9.9\n', stderr: '' });
  });
  for (const [argv, words] of [
    [['rnu'], /Did you mean run\?/],
    [['run', '--qsp', '5'], /unknown option '--qsp'\n.*Did you mean --qps\?/],
    [['run', '--qps'], /argument missing/],
    [['run', '--qps', '0'], /--qps: 0 is too small; must be more than 0/],
    [['run', '--qps', '-5'], /--qps: -5 is too small/],
    [['run', '--qps', 'abc'], /--qps: "abc" is not a number/],
    [['run', '--qps', '1e9'], /--qps: 1000000000 is too big; must be at most 1000000/],
    [['run', '--duration', '30'], /--duration: "30" has no unit; write 30s or 30ms/],
    [['run', '--label', '__proto__=x'], /__proto__ cannot be a key/],
    [['run', '--config', '/dev/zero'], /\/dev\/zero is larger than 256 KiB\n {2}→ .*--config/],
    [['run', '--url', 'http://127.0.0.1:99999'], /--url: "http:.*" is no address; write http:/],
    [
      ['run', '--label', 'x'],
      /--label: "x" is not key=value\n {2}→ write for example --label name=value/,
    ],
    [
      ['run', '--header', 'A: s3cr3t'],
      /^(?!.*s3cr3t).*--header: what it was given is not key=value/,
    ],
    [
      ['run', '--triton-env', 's3cr3t'],
      /^(?!.*s3cr3t).*--triton-env: what it was given is not key=value/,
    ],
    [['run', '--format', 'pdf'], /Allowed choices are text, md, html, json/],
    [['run', '--config', 'nowhere.yaml'], /cannot read the configuration file nowhere.yaml/],
    [['run', 'extra'], /too many arguments.*\n {2}→ see bench run --help\n/],
    [['stack', 'lgs'], /unknown command 'lgs'\n(.*\n)? {2}→ see bench stack --help\n/],
    [['serve', '--http-port', 'x'], /"x" is not a port/],
    [['stack', 'up', '--name', 'A B'], /--name: "A B" must be 1 to 40 lower-case letters/],
    [['stack', 'up', '--driver', 'embedded'], /Allowed choices are auto, docker, process/],
    [['stack', 'down', '--name', '../x'], /--name: "..\/x" must be 1 to 40 lower-case letters/],
    [['stack', 'logs', 'nginx'], /Allowed choices are triton, prometheus, grafana/],
    [['stack', 'logs', '--lines', '0'], /--lines: "0" is not a number from 1 to 100000/],
  ] as const) {
    it(`refuses ${argv.join(' ')} with a reason, no stack trace and exit 2`, async () => {
      const { exitCode, stdout, stderr } = await bench([...argv]);
      assert.equal(exitCode, 2, stderr);
      assert.match(stderr, words);
      assert.equal(stdout, '');
      assert.doesNotMatch(stderr, /^\s+at /m);
    });
  }
  it('says all mistakes of a configuration at once', async () => {
    const { stderr } = await bench(['run', '--qps', '0', '--batch-size', '0', '--protocol', 'x']);
    for (const flag of ['--qps', '--batch-size', '--protocol']) assert.ok(stderr.includes(flag));
  });
});

describe('a bench.yaml that is none', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bench-yaml-'));
  after(() => rmSync(folder, { recursive: true }));
  const bomb = 'a: &a [x,x,x,x,x,x,x,x,x]\n'.concat(
    ...['b: &b [*a', 'c: &c [*b', 'd: &d [*c', 'e: &e [*d'].map((head) => {
      const alias = head.slice(-2);
      return `${head}${`,${alias}`.repeat(8)}]\n`;
    }),
  );
  for (const [what, text, words] of [
    ['two documents', 'qps: 3\n---\nqps: 4\n', /bench.yaml:2:1: a second document begins\n/],
    ['aliases without end', `${bomb}qps: *e\n`, /bench.yaml: Excessive alias count.*\n {2}→ mend/],
    [
      'a key that would be lost',
      'qps: 3\nlabel: {__proto__: x}\n',
      /bench.yaml:2:9: __proto__ cannot be a key\n/,
    ],
    [
      'names that every object has',
      'constructor: 3\n',
      /bench.yaml:1 constructor: there is no such/,
    ],
  ] as const) {
    it(`is refused with the place: ${what}`, async () => {
      writeFileSync(join(folder, 'bench.yaml'), text);
      const { exitCode, stderr } = await bench(['run', '--print-config'], { cwd: folder });
      assert.equal(exitCode, 2);
      assert.match(stderr, words);
    });
  }
});

describe('bench run --print-config', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bench-config-'));
  const file = join(folder, 'bench.yaml');
  after(() => rmSync(folder, { recursive: true }));

  it('shows every value and where it came from', async () => {
    writeFileSync(file, '# mine\nqps: 50\nbatchSize: 8\ntimeout: 2s\n');
    const argv = ['run', '--qps', '200', '--print-config'];
    const { exitCode, stdout } = await bench(argv, { cwd: folder });
    assert.equal(exitCode, 0);
    assert.match(stdout, /^qps: 200 +# --qps$/m);
    assert.match(stdout, /^batchSize: 8 +# bench.yaml:3$/m);
    assert.match(stdout, /^timeout: "2s" +# bench.yaml:4$/m);
    assert.match(stdout, /^protocol: "http" +# default$/m);
  });
  it('prints what bench.yaml can hold', async () => {
    const { stdout } = await bench(['run', '--qps', '7', '--print-config'], { cwd: folder });
    writeFileSync(join(folder, 'again.yaml'), stdout);
    const again = await bench(['run', '--config', 'again.yaml', '--print-config'], { cwd: folder });
    const values = (text: string) =>
      text.split('\n').map((line) => line.split('  #')[0]?.trimEnd());
    assert.deepEqual(values(again.stdout), values(stdout));
  });
  it('takes an argument for Triton as it stands, dashes and commas included', async () => {
    const argv = ['run', '--triton-arg', '--a=b,c', '--triton-arg', '-d', '--print-config'];
    const { stdout } = await bench(argv, { cwd: folder });
    assert.match(stdout, /^tritonArg: \["--a=b,c","-d"\] +# --triton-arg$/m);
  });
  it('starts what is not refused, and says where the refusal came from', async () => {
    writeFileSync(file, 'prometheus: false\n');
    const argv = ['run', '--no-grafana', '--print-config'];
    const { stdout } = await bench(argv, { cwd: folder });
    assert.match(stdout, /^prometheus: false +# bench.yaml:1$/m);
    assert.match(stdout, /^grafana: false +# --no-grafana$/m);
  });
  it('lets a bound given as a flag replace the other bound of the file', async () => {
    writeFileSync(file, 'requests: 100\n');
    const { stdout } = await bench(['run', '--duration', '3s', '--print-config'], { cwd: folder });
    assert.match(stdout, /^duration: "3s"/m);
    assert.doesNotMatch(stdout, /^requests/m);
  });
  it('names file, line and key of a mistake, with what was probably meant', async () => {
    writeFileSync(file, 'qps: 5\nbatchsize: 8\nduration: 9\n');
    const { exitCode, stderr } = await bench(['run'], { cwd: folder });
    assert.equal(exitCode, 2);
    assert.match(
      stderr,
      /bench.yaml:2 batchsize: there is no such option; did you mean batchSize\?/,
    );
    assert.match(stderr, /bench.yaml:3 duration: 9 is not text/);
  });
  it('names line and column of broken YAML', async () => {
    writeFileSync(file, 'qps: [1,\nx');
    const { exitCode, stderr } = await bench(['run'], { cwd: folder });
    assert.equal(exitCode, 2);
    assert.match(stderr, /bench.yaml:\d+:\d+: /);
  });
});
