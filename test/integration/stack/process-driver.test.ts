import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import {
  existsSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { scrapeConfig } from '../../../src/report/index.ts';
import { processDriver } from '../../../src/stack/drivers/process/process-driver.ts';
import { processEntry, processTable } from '../../../src/stack/drivers/process/process-table.ts';
import { isRunning, stackMembers } from '../../../src/stack/drivers/process/stack-processes.ts';
import {
  readRecord,
  type StackRecord,
  writeRecord,
} from '../../../src/stack/drivers/process/stack-record.ts';
import type { StackPlan } from '../../../src/stack/stack-plan.ts';
import { aStackPlan } from '../../support/a-stack-plan.ts';
import {
  type StackTool,
  stackFolder,
  standIn,
  startStackTool,
} from '../../support/start-stack-tool.ts';

const driver = processDriver({ cwd: process.cwd(), env: process.env, nowMs: () => 0 });
const UNHEARD = { onStep() {}, onWarning() {}, onPull() {} };
const NEVER = new AbortController().signal;
/** More than a log may grow to. */
const TOO_MUCH_BYTES = 65 * 1024 * 1024;
const CUT = /^\(cut: only the end is kept\)\n/;
const STEPS = ['Triton', 'model', 'metrics', 'Prometheus', 'scrape', 'sample'];

/** Stand-ins for both services, started by the test itself. */
function standInPlan(folder: string): StackPlan {
  const configFor = ({ triton }: { triton: string }) =>
    scrapeConfig({ scrapeIntervalMs: 500, jobs: [{ name: 'triton', target: triton }] });
  const prometheus = { image: '', bin: standIn('prometheus'), configFor };
  return aStackPlan({ folder, triton: { bin: standIn('tritonserver') }, prometheus });
}

/** As a tool left it while its stack was there. */
function recordOf(tool: StackTool): StackRecord {
  const record = readRecord(tool.folder);
  assert.ok(record !== null, `no record in ${tool.folder}`);
  return record;
}

function watchdogOf({ pid }: StackTool): number {
  const { stdout } = spawnSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' });
  const rows = stdout.split('\n').map((row) => row.trim().split(/\s+/));
  const row = rows.find(([, parent, ...args]) => {
    return Number(parent) === pid && args.some((word) => word.endsWith('watchdog.js'));
  });
  assert.ok(row, stdout);
  return Number(row[0]);
}

/** Resolves when nothing of a stack runs and its folder is gone; the test's own limit is the limit. */
async function untilNothingIsLeft(record: StackRecord, folder: string): Promise<void> {
  while (stackMembers(record).length > 0 || existsSync(folder)) await pause(50);
}

describe('a stack of processes', { timeout: 600_000 }, () => {
  it('is up step by step, answers, and leaves nothing when it ends', async () => {
    const tool = startStackTool();
    const { addresses, prometheus } = await tool.until('up');
    assert.deepEqual(
      tool.reports.map(({ what }) => what),
      ['begin', ...STEPS, 'up'],
    );
    assert.equal((await fetch(`${addresses?.http}/v2/health/ready`)).status, 200);
    assert.equal((await fetch(`${prometheus?.public}/-/ready`)).status, 200);
    const record = recordOf(tool);
    tool.order('end');
    assert.equal(await tool.gone, 0);
    await untilNothingIsLeft(record, tool.folder);
  });

  it('needs no Prometheus', async () => {
    const tool = startStackTool({ prometheusBin: null });
    assert.equal((await tool.until('up')).prometheus, null);
    tool.order('end');
    await tool.gone;
  });

  for (const behaviour of ['ignore SIGTERM', 'have a stub', 'have a runaway']) {
    it(`ends services that ${behaviour}, and all that they started`, async () => {
      const tool = startStackTool({ tritonArgs: [`--behave=${behaviour}`], prometheusBin: null });
      await tool.until('up');
      const record = recordOf(tool);
      tool.order('end');
      assert.equal(await tool.gone, 0);
      assert.deepEqual(stackMembers(record), []);
      assert.ok(!existsSync(tool.folder));
    });
  }

  it('ends a service behind a wrapper script that does not become it', async () => {
    const tool = startStackTool({ tritonBin: standIn('tritonserver', 'call') });
    await tool.until('up');
    const record = recordOf(tool);
    assert.ok(stackMembers(record).length > 2);
    tool.order('end');
    await tool.gone;
    assert.deepEqual(stackMembers(record), []);
  });

  for (const [behaviour, expected] of [
    ['die at start', /Triton ended with exit code 1.*failed to load all models/s],
    ['misspell', /Triton ended with exit code 1.*unrecognized option '--mispell=1'/s],
  ] as const) {
    it(`says how a service ended and its last lines: ${behaviour}`, async () => {
      const args = behaviour === 'misspell' ? ['--mispell=1'] : [`--behave=${behaviour}`];
      const tool = startStackTool({ tritonArgs: args });
      const { message } = await tool.until('failed');
      assert.match(message ?? '', expected);
      assert.equal(await tool.gone, 3);
      assert.ok(!existsSync(tool.folder));
    });
  }

  for (const [behaviour, expected] of [
    ['never be ready', /not up within 3 s: http:\S+ready answers with status 400; its last lines:/],
    ['hide its model', /not up within 3 s: http:\S+metrics does not show digits; its last lines:/],
  ] as const) {
    it(`gives up in time and says what was missing: ${behaviour}`, async () => {
      const tritonArgs = [`--behave=${behaviour}`];
      const tool = startStackTool({ tritonArgs, readyTimeoutMs: 3000 });
      assert.match((await tool.until('failed')).message ?? '', expected);
      await tool.gone;
      assert.ok(!existsSync(tool.folder));
    });
  }

  it('says so when its folder cannot be made', async () => {
    const plan = aStackPlan({
      folder: '/proc/none/stack',
      triton: { bin: standIn('tritonserver') },
    });
    await assert.rejects(driver.start(plan, UNHEARD, NEVER), {
      code: 'stack-not-started',
      message: /cannot be started in \/proc\/none\/stack: ENOENT/,
    });
  });
});

describe('a tool that is killed', { timeout: 600_000 }, () => {
  // Each step is killed at with the real programs.
  for (const step of ['Triton', 'Prometheus', 'up']) {
    it(`takes its stack along, killed at the step ${step}`, async () => {
      const tool = startStackTool();
      await tool.until(step);
      const record = recordOf(tool);
      tool.kill('SIGKILL');
      await tool.gone;
      await untilNothingIsLeft(record, tool.folder);
    });
  }

  for (const [moment, services] of [
    ['before anything runs', 0],
    ['as soon as Triton is known', 1],
    ['as soon as Prometheus is known', 2],
  ] as const) {
    it(`leaves no process, killed ${moment}`, async () => {
      const tool = startStackTool();
      while (readRecord(tool.folder)?.services.length !== services) await pause(5);
      const record = recordOf(tool);
      tool.kill('SIGKILL');
      await tool.gone;
      while (stackMembers(record).length > 0) await pause(50);
    });
  }

  it('takes along what does not end when it is asked', async () => {
    const tool = startStackTool({ tritonArgs: ['--behave=have a stub'] });
    await tool.until('up');
    const record = recordOf(tool);
    tool.kill('SIGKILL');
    await tool.gone;
    await untilNothingIsLeft(record, tool.folder);
  });

  it('undoes what it began when it is interrupted', async () => {
    const tool = startStackTool({ tritonArgs: ['--behave=never be ready'] });
    await tool.until('begin');
    while (readRecord(tool.folder)?.services.length !== 1) await pause(20);
    const record = recordOf(tool);
    tool.kill('SIGINT');
    assert.match((await tool.until('failed')).message ?? '', /interrupted while the stack came up/);
    assert.equal(await tool.gone, 3);
    await untilNothingIsLeft(record, tool.folder);
  });

  it('leaves a stack running that was kept, which down then takes away', async () => {
    const tool = startStackTool();
    const { addresses } = await tool.until('up');
    const record = recordOf(tool);
    tool.order('keep');
    assert.equal(await tool.gone, 0);
    const found = await driver.find('test', tool.folder);
    assert.deepEqual(
      found?.map(({ name, state }) => [name, state]),
      [
        ['triton', 'running'],
        ['prometheus', 'running'],
      ],
    );
    const stack = await driver.attach('test', tool.folder);
    assert.deepEqual(stack.addresses, addresses);
    await stack[Symbol.asyncDispose]();
    assert.equal((await fetch(`${addresses?.http}/v2/health/ready`)).status, 200);
    const log = await driver.logs('test', tool.folder, 'triton', 5);
    assert.match(log.join('\n'), /stand-in for tritonserver/);
    const removed = await driver.down('test', tool.folder);
    assert.equal(removed.length, 3);
    await untilNothingIsLeft(record, tool.folder);
    assert.equal(await driver.find('test', tool.folder), null);
    assert.deepEqual(await driver.down('test', tool.folder), []);
  });

  it('keeps the logs of a stack that was kept short, until its services end', async () => {
    const tool = startStackTool();
    await tool.until('up');
    const watchdog = processEntry(watchdogOf(tool));
    assert.ok(watchdog);
    tool.order('keep');
    await tool.gone;
    const log = join(tool.folder, 'triton.log');
    truncateSync(log, TOO_MUCH_BYTES);
    const isShort = () => statSync(log).size < TOO_MUCH_BYTES;
    while (!isShort() || !CUT.test(readFileSync(log, 'utf8'))) await pause(50);
    assert.ok(isRunning(watchdog));
    await driver.down('test', tool.folder);
    while (isRunning(watchdog)) await pause(50);
  });

  it('keeps the stack of another name untouched', async () => {
    const [one, other] = [startStackTool(), startStackTool()];
    await one.until('up');
    const { addresses } = await other.until('up');
    one.kill('SIGKILL');
    await untilNothingIsLeft(recordOf(one), one.folder);
    assert.equal((await fetch(`${addresses?.http}/v2/health/ready`)).status, 200);
    other.order('end');
    await other.gone;
  });
});

describe('a stack that is up', { timeout: 600_000 }, () => {
  it('says so when Triton dies, with its last lines', async () => {
    const tool = startStackTool();
    await tool.until('up');
    const triton = recordOf(tool).services.find(({ name }) => name === 'triton');
    process.kill(triton?.pid ?? 0, 'SIGKILL');
    const { message } = await tool.until('died');
    assert.match(message ?? '', /Triton was ended by SIGKILL; its last lines:\nstand-in/);
    tool.order('end');
    await tool.gone;
    assert.ok(!existsSync(tool.folder));
  });

  it('says so when it was kept and dies before the run that started it is over', async () => {
    const folder = stackFolder();
    const plan = aStackPlan({ folder, triton: { bin: standIn('tritonserver') } });
    const stack = await driver.start(plan, UNHEARD, NEVER);
    stack.keep();
    process.kill(readRecord(folder)?.services[0]?.pid ?? 0, 'SIGKILL');
    const alive = setInterval(() => undefined, 1000);
    assert.match(await stack.died, /Triton (ended|was ended by SIGKILL); its last lines/);
    clearInterval(alive);
    await stack[Symbol.asyncDispose]();
    await driver.down('default', folder);
    assert.ok(!existsSync(folder));
  });

  it('says so when only a joined one dies', async () => {
    const tool = startStackTool();
    await tool.until('up');
    tool.order('keep');
    await tool.gone;
    const stack = await driver.attach('test', tool.folder);
    process.kill(recordOf(tool).services[0]?.pid ?? 0, 'SIGKILL');
    // The watch keeps nobody from ending: something else has to.
    const alive = setInterval(() => undefined, 1000);
    assert.match(await stack.died, /Triton ended/);
    clearInterval(alive);
    await driver.down('test', tool.folder);
  });

  it('goes on without Prometheus, and says that it died', async () => {
    const folder = stackFolder();
    const warnings = new EventEmitter();
    const warned = once(warnings, 'warning');
    const events = { ...UNHEARD, onWarning: (words: string) => warnings.emit('warning', words) };
    const stack = await driver.start(standInPlan(folder), events, NEVER);
    process.kill(readRecord(folder)?.services[1]?.pid ?? 0, 'SIGKILL');
    assert.deepEqual(await warned, ['Prometheus was ended by SIGKILL']);
    assert.equal((await fetch(`${stack.addresses.http}/v2/health/ready`)).status, 200);
    await stack[Symbol.asyncDispose]();
    assert.ok(!existsSync(folder));
  });

  it('gives its services the environment, which no process list shows', async () => {
    const folder = stackFolder();
    const { PATH } = process.env;
    const env = { PATH, INHERITED: 'yes', INFERBENCH_GRAFANA_TOKEN: 'ours' };
    const tool = processDriver({ cwd: '/', env, nowMs: () => 0 });
    const plan = standInPlan(folder);
    const triton = { ...plan.triton, env: { HUGGING_FACE: 'hush' } };
    const stack = await tool.start({ ...plan, triton }, UNHEARD, NEVER);
    const record = readRecord(folder);
    assert.ok(record);
    const [first] = record.services;
    const seen = readFileSync(`/proc/${first?.pid}/environ`, 'utf8').split('\0');
    assert.ok(seen.includes('HUGGING_FACE=hush') && seen.includes('INHERITED=yes'));
    assert.ok(!seen.some((word) => word.startsWith('INFERBENCH_GRAFANA_TOKEN')));
    const { stdout } = spawnSync('ps', ['-A', '-o', 'args='], { encoding: 'utf8' });
    assert.ok(stdout.includes('watchdog.js') && !stdout.includes('hush'));
    const kept = readdirSync(folder, { recursive: true, withFileTypes: true });
    for (const entry of kept.filter((one) => one.isFile())) {
      const text = readFileSync(join(entry.parentPath, entry.name), 'utf8');
      assert.ok(!text.includes('hush'), entry.name);
    }
    await stack[Symbol.asyncDispose]();
  });

  it('cannot be joined while a run that will end it goes on', async () => {
    const tool = startStackTool();
    await tool.until('up');
    await assert.rejects(driver.attach('test', tool.folder), {
      code: 'stack-not-started',
      message: `the stack "test" belongs to process ${tool.pid}, which ends it when it ends`,
    });
    tool.order('end');
    await tool.gone;
  });

  it('is ended though its watchdog was killed', async () => {
    const tool = startStackTool();
    await tool.until('up');
    const record = recordOf(tool);
    process.kill(watchdogOf(tool), 'SIGKILL');
    tool.order('end');
    assert.equal(await tool.gone, 0);
    await untilNothingIsLeft(record, tool.folder);
  });

  it('refuses a second one of its name, and goes on', async () => {
    const tool = startStackTool();
    const { addresses } = await tool.until('up');
    const second = startStackTool({ folder: tool.folder });
    assert.match((await second.until('failed')).message ?? '', /"test" is there already/);
    assert.equal((await fetch(`${addresses?.http}/v2/health/ready`)).status, 200);
    tool.order('end');
    await tool.gone;
  });

  it('takes the place of one that is gone', async () => {
    const tool = startStackTool();
    await tool.until('up');
    tool.order('keep');
    await tool.gone;
    const old = recordOf(tool);
    for (const { pid } of old.services) process.kill(pid, 'SIGKILL');
    while (stackMembers(old).length > 0) await pause(20);
    assert.equal((await driver.find('test', tool.folder))?.[0]?.state, 'exited');
    const next = startStackTool({ folder: tool.folder });
    await next.until('up');
    next.order('end');
    await next.gone;
    assert.ok(!existsSync(tool.folder));
  });
});

describe('a process id that was used again', () => {
  it('is not ours, and not ended', async () => {
    const foreign = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], {
      stdio: 'ignore',
      detached: true,
    });
    const pid = foreign.pid ?? 0;
    const tool = startStackTool({ prometheusBin: null });
    await tool.until('up');
    tool.order('keep');
    await tool.gone;
    const record = recordOf(tool);
    const service = { name: 'prometheus' as const, pid, startedAt: 'boot:1', addresses: {} };
    writeRecord(tool.folder, { ...record, services: [...record.services, service] });
    assert.equal((await driver.find('test', tool.folder))?.[1]?.state, 'exited');
    await driver.down('test', tool.folder);
    assert.deepEqual(stackMembers(record), []);
    assert.equal(processEntry(pid)?.isZombie, false);
    const ended = once(foreign, 'exit');
    foreign.kill('SIGKILL');
    await ended;
  });
});

describe('a machine without the programs', () => {
  it('is told what to do before its PATH ends the sentence', async () => {
    const path = Array.from({ length: 20 }, (_, at) => `/nowhere/${at}`).join(delimiter);
    const bare = processDriver({ cwd: '/', env: { PATH: path }, nowMs: () => 0 });
    const why = await bare.whyNot(aStackPlan({ folder: stackFolder() }));
    assert.match(
      why ?? '',
      /^there is no program "tritonserver" \(in none of the 20 folders of PATH\)/,
    );
  });
  it('is told which, where they were looked for, and what to do', async () => {
    const bare = processDriver({ cwd: '/', env: { PATH: '/nowhere' }, nowMs: () => 0 });
    const plan = aStackPlan({
      folder: stackFolder(),
      prometheus: { image: '', bin: './prom', configFor: () => '' },
    });
    const why = await bare.whyNot(plan);
    assert.match(why ?? '', /no program "tritonserver" \(PATH is \/nowhere\).*--triton-bin/);
    assert.match(why ?? '', /\/prom is not there.*--prometheus-bin/);
    const started = bare.start(plan, UNHEARD, NEVER);
    await assert.rejects(started, { code: 'stack-not-started', message: why });
    assert.ok(!existsSync(plan.folder));
  });

  it('is not asked for a program that may not be executed', async () => {
    const folder = stackFolder();
    const path = join(folder, '..', '..', 'tritonserver');
    writeFileSync(path, '');
    const plan = aStackPlan({ triton: { bin: path } });
    assert.match((await driver.whyNot(plan)) ?? '', /may not be executed/);
  });
});

describe('a damaged record', () => {
  it('is named, and nothing is done', async () => {
    const tool = startStackTool();
    await tool.until('up');
    const whole = readFileSync(join(tool.folder, 'processes.json'), 'utf8');
    writeFileSync(join(tool.folder, 'processes.json'), whole.slice(0, 40));
    await assert.rejects(driver.find('test', tool.folder), /processes.json is damaged/);
    await assert.rejects(driver.down('test', tool.folder), /processes.json is damaged/);
    writeFileSync(join(tool.folder, 'processes.json'), whole);
    tool.order('end');
    await tool.gone;
    assert.ok(processTable().length > 0);
  });
});
