import assert from 'node:assert/strict';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, describe, it } from 'node:test';
import { stackCommands } from '../../../src/app/stack-commands.ts';
import { BenchError } from '../../../src/contract/bench-error.ts';
import { parseRunConfig } from '../../../src/contract/parse-run-config.ts';
import type { RunOptionsText } from '../../../src/contract/run-options.ts';
import { FakeStackDriver } from '../../support/fake-stack-driver.ts';
import { packageFolder } from '../../support/run-bench.ts';

const root = mkdtempSync(join(tmpdir(), 'bench-desk-'));
after(() => rmSync(root, { recursive: true }));
let homes = 0;

/** A desk with a state folder of its own. */
async function aDesk(drivers: readonly FakeStackDriver[], signal = new AbortController().signal) {
  homes += 1;
  const state = join(root, String(homes));
  const said: string[] = [];
  const desk = await stackCommands(
    {
      cwd: packageFolder,
      env: { XDG_STATE_HOME: state },
      packageFolder,
      nowEpochMs: () => 1_700_000_000_000,
      signal,
      events: {
        onStep: (step) => said.push(step),
        onWarning: (message) => said.push(`warning: ${message}`),
      },
    },
    drivers,
  );
  const fileOf = (name: string) => join(state, 'inferbench/stacks', name, 'state.json');
  return { desk, said, fileOf };
}

const config = (options: RunOptionsText = {}) => parseRunConfig(options);
const away = new BenchError('stack-not-started', 'the engine is not running', { hint: 'start it' });

describe('bench stack up', () => {
  it('leaves the stack running, remembers it, and says each step', async () => {
    const driver = new FakeStackDriver({ notes: ['no GPU'] });
    const { desk, said, fileOf } = await aDesk([driver]);
    const { stack, wasUp } = await desk.up(config());
    assert.equal(wasUp, false);
    assert.deepEqual(
      [stack.name, stack.driver, stack.running, stack.notes],
      ['default', 'process', true, ['no GPU']],
    );
    assert.deepEqual(said, ['models', 'triton', 'dashboard file']);
    assert.ok(driver.running.has('default'));
    assert.equal(JSON.parse(readFileSync(fileOf('default'), 'utf8')).driver, 'process');
  });
  it('of a stack that is up starts nothing', async () => {
    const driver = new FakeStackDriver();
    const { desk } = await aDesk([driver]);
    await desk.up(config());
    const { wasUp, stack } = await desk.up(config());
    assert.deepEqual([wasUp, stack.running, driver.plans.length], [true, true, 1]);
  });
  it('joins a stack whose file is damaged', async () => {
    const driver = new FakeStackDriver();
    const { desk, fileOf, said } = await aDesk([driver]);
    await desk.up(config());
    writeFileSync(fileOf('default'), '{');
    assert.equal((await desk.up(config())).wasUp, true);
    assert.ok(said.some((words) => /^warning: .*state.json is damaged/.test(words)));
  });
  it('of a stack that is half up names down as the way out, and touches nothing', async () => {
    const driver = new FakeStackDriver();
    const { desk } = await aDesk([driver]);
    await desk.up(config());
    const [triton, prometheus] = driver.running.get('default') ?? [];
    assert.ok(triton && prometheus);
    driver.running.set('default', [triton, { ...prometheus, state: 'exited' }]);
    await assert.rejects(desk.up(config()), {
      code: 'stack-not-started',
      message: 'the stack default is there, but not whole: triton running, prometheus exited',
      hint: /bench stack down --name default/,
    });
    assert.equal(driver.plans.length, 1);
  });
  it('of a stack that is just coming up waits for nobody, and never names down', async () => {
    const driver = new FakeStackDriver();
    const { desk } = await aDesk([driver]);
    const { start } = driver;
    const second: unknown[] = [];
    Object.assign(driver, {
      start: async (...args: Parameters<typeof start>) => {
        await desk.up(config()).catch((error) => second.push(error));
        const stack = await start(...args);
        await desk.up(config()).catch((error) => second.push(error));
        return stack;
      },
    });
    assert.equal((await desk.up(config())).wasUp, false);
    assert.equal(second.length, 2);
    for (const error of second) {
      assert.ok(error instanceof BenchError);
      assert.equal(error.code, 'stack-not-started');
      assert.match(
        error.message,
        new RegExp(`^the stack default belongs to process ${process.pid}, `),
      );
      assert.doesNotMatch(error.hint, /down/);
    }
    assert.equal((await desk.up(config())).wasUp, true);
    assert.equal(driver.plans.length, 1);
  });
  it('joins a stack that came up while it was looked for', async () => {
    const driver = new FakeStackDriver();
    const { desk } = await aDesk([driver]);
    const { find } = driver;
    let looks = 0;
    Object.assign(driver, {
      find: async (...args: Parameters<typeof find>) => {
        looks += 1;
        if (looks !== 1) return find(...args);
        await desk.up(config());
        return null;
      },
    });
    assert.equal((await desk.up(config())).wasUp, true);
    assert.equal(driver.plans.length, 1);
  });
  it('takes the name of a process that was killed, and down forgets it', async () => {
    const driver = new FakeStackDriver();
    const { desk, fileOf } = await aDesk([driver]);
    const claim = join(dirname(fileOf('default')), '../../claims/default');
    mkdirSync(dirname(claim), { recursive: true });
    const gone = JSON.stringify({ pid: process.pid, startedAt: 'another time', id: 'x' });
    writeFileSync(claim, gone);
    await desk.up(config());
    assert.ok(!existsSync(claim));
    writeFileSync(claim, gone);
    await desk.down(['default']);
    assert.ok(!existsSync(claim));
  });
  it('runs two names side by side; only the default one has the well-known ports', async () => {
    const driver = new FakeStackDriver();
    const { desk } = await aDesk([driver]);
    await desk.up(config());
    await desk.up(config({ stackName: 'second' }));
    assert.deepEqual(
      driver.plans.map(({ name, ports }) => [name, ports]),
      [
        ['default', 'well-known'],
        ['second', 'free'],
      ],
    );
    assert.deepEqual(await desk.names(), ['default', 'second']);
  });
  it('takes docker before process, and process where docker cannot', async () => {
    const docker = new FakeStackDriver({ name: 'docker' });
    const process = new FakeStackDriver();
    const both = await aDesk([docker, process]);
    assert.equal((await both.desk.up(config())).stack.driver, 'docker');
    const noDocker = new FakeStackDriver({ name: 'docker', whyNot: 'no engine' });
    const one = await aDesk([noDocker, process]);
    assert.equal((await one.desk.up(config())).stack.driver, 'process');
  });
  it('says the reason of every driver where none can, and what can be had instead', async () => {
    const docker = new FakeStackDriver({ name: 'docker', whyNot: 'no engine' });
    const process = new FakeStackDriver({ whyNot: 'no tritonserver on PATH' });
    const { desk } = await aDesk([docker, process]);
    await assert.rejects(desk.up(config()), (error: BenchError) => {
      assert.equal(error.code, 'stack-not-started');
      assert.match(error.hint, /bench run .* embeds a server/);
      assert.ok(error.cause instanceof AggregateError);
      assert.deepEqual(
        error.cause.errors.map(({ message }) => message),
        ['docker: no engine', 'process: no tritonserver on PATH'],
      );
      return true;
    });
  });
  it('does not ask a driver that was not wanted', async () => {
    const docker = new FakeStackDriver({ name: 'docker', whyNot: 'no engine' });
    const { desk } = await aDesk([docker, new FakeStackDriver()]);
    await assert.rejects(desk.up(config({ stack: 'docker' })), { code: 'stack-not-started' });
  });
  it('refuses a driver that starts no stack', async () => {
    const { desk } = await aDesk([new FakeStackDriver()]);
    await assert.rejects(desk.up(config({ stack: 'embedded' })), {
      code: 'config-invalid',
      message: 'embedded starts no stack',
    });
  });
  it('refuses a name that another driver runs', async () => {
    const { desk } = await aDesk([new FakeStackDriver({ name: 'docker' }), new FakeStackDriver()]);
    await desk.up(config({ stack: 'process' }));
    await assert.rejects(desk.up(config({ stack: 'docker' })), {
      message: 'a stack named default is up already, run by process',
    });
  });
  it('shows a bad model repository to no driver', async () => {
    const driver = new FakeStackDriver();
    const { desk } = await aDesk([driver]);
    const repository = join(root, 'bad');
    mkdirSync(join(repository, 'empty'), { recursive: true });
    await assert.rejects(desk.up(config({ modelRepository: repository })), {
      code: 'config-invalid',
      message: /has a mistake\n.*is no model/,
    });
    assert.equal(driver.plans.length, 0);
  });
  it('hands on what a driver says when it fails, and remembers nothing', async () => {
    const startFails = new BenchError('stack-not-started', 'Triton ended: bad model', {
      hint: 'x',
    });
    const { desk, fileOf } = await aDesk([new FakeStackDriver({ startFails })]);
    await assert.rejects(desk.up(config()), startFails);
    assert.ok(!existsSync(fileOf('default')));
    assert.equal(await desk.status('default', false), null);
  });
  it('undoes a stack whose state cannot be kept', async () => {
    const driver = new FakeStackDriver();
    const { desk, fileOf } = await aDesk([driver]);
    mkdirSync(fileOf('default'), { recursive: true });
    await assert.rejects(desk.up(config()), { code: 'config-invalid' });
    assert.equal(driver.running.size, 0);
  });
  it('undoes all when it is interrupted after the last server', async () => {
    const interrupt = new AbortController();
    const driver = new FakeStackDriver();
    const { desk } = await aDesk([driver], interrupt.signal);
    const start = driver.start;
    Object.assign(driver, {
      start: async (...args: Parameters<typeof start>) => {
        const stack = await start(...args);
        interrupt.abort();
        return stack;
      },
    });
    await assert.rejects(desk.up(config()), { code: 'interrupted' });
    assert.equal(driver.running.size, 0);
  });
});

describe('the plan that a driver is given', () => {
  it('holds what was asked for, paths whole, lists apart', async () => {
    const driver = new FakeStackDriver();
    const { desk } = await aDesk([driver]);
    await desk.up(
      config({
        gpus: '0,1',
        tritonBin: './tritonserver',
        prometheusBin: 'prometheus',
        tritonArg: ['--log-verbose=1'],
        tritonEnv: { A: 'b' },
        scrapeInterval: '500ms',
        grafana: false,
      }),
    );
    const [plan] = driver.plans;
    assert.deepEqual(plan?.triton.gpus, ['0', '1']);
    assert.equal(plan?.triton.bin, join(packageFolder, 'tritonserver'));
    assert.equal(plan?.prometheus?.bin, 'prometheus');
    assert.deepEqual([plan?.triton.args, plan?.triton.env], [['--log-verbose=1'], { A: 'b' }]);
    assert.equal(plan?.grafana, null);
    const text = plan?.prometheus?.configFor({ triton: 'triton:8002', gateway: '172.17.0.1' });
    assert.match(text ?? '', /scrape_interval: 500ms\n[\s\S]*- triton:8002/);
  });
  it('has no Grafana without Prometheus, and a password that is never the same', async () => {
    const driver = new FakeStackDriver();
    const { desk } = await aDesk([driver]);
    await desk.up(config({ stackName: 'a' }));
    await desk.up(config({ stackName: 'b' }));
    await desk.up(config({ stackName: 'c', prometheus: false }));
    const passwords = driver.plans.map(({ grafana }) => grafana?.adminPassword);
    assert.equal(new Set(passwords).size, 3);
    assert.ok((passwords[0]?.length ?? 0) >= 32);
    assert.equal(passwords[2], undefined);
  });
});

describe('bench stack status, logs and down', () => {
  it('know a stack that is half up', async () => {
    const driver = new FakeStackDriver();
    const { desk } = await aDesk([driver]);
    await desk.up(config());
    const [triton] = driver.running.get('default') ?? [];
    assert.ok(triton);
    driver.running.set('default', [{ ...triton, state: 'exited' }]);
    const status = await desk.status('default', false);
    assert.deepEqual([status?.running, status?.services.length], [false, 1]);
  });
  it('hand out the last lines of a service', async () => {
    const { desk } = await aDesk([new FakeStackDriver()]);
    await desk.up(config());
    assert.deepEqual(await desk.logs('default', 'triton', 1), ['triton two']);
  });
  it('say that there is no such stack to look into', async () => {
    const { desk } = await aDesk([new FakeStackDriver()]);
    await assert.rejects(desk.logs('other', 'triton', 1), {
      message: 'there is no stack named other',
      hint: /bench stack up --name other/,
    });
    assert.equal(await desk.status('other', false), null);
  });
  it('take away one of two, by name', async () => {
    const driver = new FakeStackDriver();
    const { desk, fileOf } = await aDesk([driver]);
    await desk.up(config());
    await desk.up(config({ stackName: 'second' }));
    const removed = await desk.down(['default']);
    assert.deepEqual(removed, ['process triton', 'process prometheus']);
    assert.deepEqual(await desk.names(), ['second']);
    assert.ok(!existsSync(fileOf('default')));
    assert.ok(driver.running.has('second'));
  });
  it('take away what is not there without complaint', async () => {
    const { desk } = await aDesk([new FakeStackDriver()]);
    assert.deepEqual(await desk.down(['default']), []);
  });
  it('do not need an engine for a stack of processes', async () => {
    const docker = new FakeStackDriver({ name: 'docker', whyNot: 'x', cannotBeAsked: away });
    const { desk, said } = await aDesk([docker, new FakeStackDriver()]);
    await desk.up(config());
    assert.equal((await desk.status('default', false))?.running, true);
    assert.deepEqual(await desk.down(['default']), ['process triton', 'process prometheus']);
    assert.deepEqual(
      said.filter((words) => words.startsWith('warning')),
      [],
    );
  });
  it('fail where the driver that started a stack cannot be asked any more', async () => {
    const docker = new FakeStackDriver({ name: 'docker' });
    const { desk } = await aDesk([docker]);
    await desk.up(config());
    Object.assign(docker, {
      find: async () => Promise.reject(away),
      down: async () => Promise.reject(away),
    });
    await assert.rejects(desk.status('default', false), away);
    await assert.rejects(desk.down(['default']), away);
  });
  it('say who was not asked where nobody knows whose a stack was', async () => {
    const docker = new FakeStackDriver({ name: 'docker', cannotBeAsked: away });
    const { desk, said } = await aDesk([docker]);
    assert.deepEqual(await desk.down(['default']), []);
    assert.deepEqual(said, ['warning: docker was not asked: the engine is not running']);
  });
  it('fail and keep the folder where something could not be ended, whoever began it', async () => {
    const stuck = new BenchError('stack-not-ended', 'network n is in use', { hint: 'end it' });
    const docker = new FakeStackDriver({ name: 'docker', cannotBeAsked: stuck });
    const process = new FakeStackDriver();
    const { desk, said, fileOf } = await aDesk([docker, process]);
    const folder = dirname(fileOf('default'));
    mkdirSync(folder, { recursive: true });
    process.down = async (name) => [`process of ${name}`];
    await assert.rejects(desk.down(['default']), stuck);
    assert.ok(existsSync(folder), 'what is left is known by its folder');
    await assert.rejects(desk.status('default', false), stuck);
    assert.deepEqual(said, []);
  });
  it('start nothing in a folder that is a link', async () => {
    const driver = new FakeStackDriver();
    const { desk, fileOf } = await aDesk([driver]);
    const folder = dirname(fileOf('default'));
    mkdirSync(dirname(folder), { recursive: true });
    symlinkSync(root, folder);
    await assert.rejects(desk.up(config()), { message: /cannot be used: it is no folder/ });
    assert.deepEqual(driver.plans, []);
  });
  it('find nothing to take away where the state folder is a file', async () => {
    const driver = new FakeStackDriver();
    driver.down = async () => [];
    const { desk, fileOf } = await aDesk([driver]);
    writeFileSync(join(dirname(fileOf('default')), '../../..'), '');
    assert.deepEqual(await desk.down(['default']), []);
    assert.equal(await desk.status('default', false), null);
  });
});
