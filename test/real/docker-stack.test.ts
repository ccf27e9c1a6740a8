import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, describe, it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import Docker from 'dockerode';
import { scrapeConfig } from '../../src/report/index.ts';
import { dockerDriver } from '../../src/stack/drivers/docker/docker-driver.ts';
import { portHolder } from '../../src/stack/drivers/docker/port-holder.ts';
import type { StackEvents } from '../../src/stack/drivers/stack-driver.ts';
import type { MonitoredStack } from '../../src/stack/running-stack.ts';
import type { StackPlan } from '../../src/stack/stack-plan.ts';
import {
  type DockerEngine,
  IMAGES,
  importImages,
  startDockerEngine,
} from '../support/docker-engine.ts';
import { dockerPlan, PROMETHEUS } from '../support/docker-plan.ts';
import type { DockerToolOrder } from '../support/docker-tool.ts';
import { startEngineProxy } from '../support/engine-proxy.ts';
import { freePorts } from '../support/free-ports.ts';
import { modelFolder } from '../support/model-folder.ts';

const TOOL = fileURLToPath(new URL('../support/docker-tool.js', import.meta.url));
const run = promisify(execFile);
const FOREIGN = 'somebody-elses';
const NOBODY = 65_534;
const SLEEP = ['python3', '-c', 'import time; time.sleep(1e6)'];

let engine: DockerEngine;
let foreign: readonly string[];

before(async () => {
  engine = await startDockerEngine();
  importImages(engine);
  // What must never be touched.
  engine.docker('network', 'create', FOREIGN);
  engine.docker('volume', 'create', FOREIGN);
  const mount = ['-v', `${FOREIGN}:/data`, '--network', FOREIGN];
  engine.docker('run', '-d', '--name', FOREIGN, ...mount, IMAGES.triton, ...SLEEP);
  foreign = engine.lists();
});
after(() => engine[Symbol.asyncDispose]());

const driver = () => dockerDriver({ env: engine.env, nowMs: () => performance.now() });

interface Told {
  readonly steps: string[];
  readonly warnings: string[];
}

function start(
  plan: StackPlan,
  { signal = new AbortController().signal, onStep = (): void => undefined, env = engine.env } = {},
): Promise<MonitoredStack> & Told {
  const told: Told = { steps: [], warnings: [] };
  const events: StackEvents = {
    onStep: (step) => {
      told.steps.push(step);
      onStep();
    },
    onWarning: (message) => void told.warnings.push(message),
    onPull: () => assert.fail('nothing is to be pulled'),
  };
  const { start: begin } = dockerDriver({ env, nowMs: () => performance.now() });
  return Object.assign(begin(plan, events, signal), told);
}

/** Starts what cannot start; the error, after which the engine must have what it had before. */
async function refusal(plan: StackPlan): Promise<{ message: string; hint: string; code: string }> {
  const before = engine.lists();
  const error = await start(plan).then(
    () => assert.fail('it started'),
    (raised) => raised,
  );
  assert.deepEqual(engine.lists(), before);
  assert.ok(!existsSync(plan.folder), 'its folder is left');
  return error;
}

/** The value of the one series that a query gives, as soon as it is at least `least`. */
async function queried(prometheus: string | undefined, query: string, least: number) {
  for (;;) {
    const url = `${prometheus}/api/v1/query?query=${encodeURIComponent(query)}`;
    const { data } = (await (await fetch(url)).json()) as {
      data: { result: { value: [number, string] }[] };
    };
    const value = Number(data.result[0]?.value[1]);
    if (data.result.length === 1 && value >= least) return value;
    await pause(200);
  }
}

async function infer(http: string | undefined): Promise<number> {
  const input = { name: 'input', datatype: 'FP32', shape: [1, 784], data: Array(784).fill(0.5) };
  const answer = await fetch(`${http}/v2/models/linear/infer`, {
    method: 'POST',
    body: JSON.stringify({ inputs: [input] }),
  });
  return answer.status;
}

describe('a stack in a real Docker engine', { timeout: 600_000 }, () => {
  it('comes up whole, is measured, found and joined, and is gone without a trace', async () => {
    const [benchPort = 0] = await freePorts(1);
    let gatewayAddress = '';
    const files = {
      '/etc/grafana/provisioning/datasources/bench.yaml': '',
      '/var/lib/grafana/dashboards/bench.json': '{"title":"ü"}',
    };
    const plan = dockerPlan({
      name: 'whole',
      prometheus: {
        ...PROMETHEUS,
        configFor: ({ triton, gateway }) => {
          gatewayAddress = gateway;
          return scrapeConfig({
            scrapeIntervalMs: 500,
            jobs: [
              { name: 'triton', target: triton },
              { name: 'bench', target: `${gateway}:${benchPort}` },
            ],
          });
        },
      },
      grafana: {
        image: IMAGES.grafana,
        adminPassword: 'a-long-random-one',
        filesFor: (url) => ({ ...files, '/etc/grafana/provisioning/datasources/bench.yaml': url }),
      },
    });
    const starting = start(plan);
    const stack = await starting;
    assert.deepEqual(starting.steps, [
      ...['image', 'image', 'image', 'network'],
      ...['Triton', 'model', 'metrics', 'Prometheus', 'scrape', 'sample', 'Grafana'],
    ]);
    assert.deepEqual(starting.warnings, []);

    // Load goes to the container's own address; a handful of requests show that it can.
    assert.match(stack.addresses.http ?? '', /^http:\/\/172\.\d+\.\d+\.\d+:8000$/);
    assert.equal(await infer(stack.addresses.http), 200);
    const found = await driver().find('whole', plan.folder);
    const published = found?.[0]?.addresses.http;
    assert.match(published ?? '', /^http:\/\/127\.0\.0\.1:\d+$/);
    assert.equal(await infer(published), 200);
    await queried(stack.prometheus?.public, 'nv_inference_request_success{model="linear"}', 2);

    // The bench's own page is scraped through the bridge's gateway.
    const page = createServer((_, response) => response.end('bench_ready 1\n'));
    await new Promise<void>((resolve) => page.listen(benchPort, gatewayAddress, resolve));
    assert.equal(await queried(stack.prometheus?.public, 'bench_ready', 1), 1);
    page.closeAllConnections();
    page.close();

    // What Grafana is to read lies where it reads it, also on its volume.
    const grafana = stack.grafana?.public;
    const source = '/etc/grafana/provisioning/datasources/bench.yaml';
    assert.equal(await (await fetch(grafana + source)).text(), 'http://prometheus:9090');
    const dashboard = '/var/lib/grafana/dashboards/bench.json';
    assert.equal(await (await fetch(grafana + dashboard)).text(), '{"title":"ü"}');

    // Nothing listens but on loopback, and no secret shows but in the environment.
    const inspected = engine.docker('inspect', ...(found ?? []).map(({ id }) => id));
    assert.ok(!inspected.includes('"HostIp": ""') && !inspected.includes('"HostIp": "0.0.0.0"'));
    assert.equal(inspected.split('a-long-random-one').length, 2);

    assert.deepEqual(
      found?.map(({ name, state }) => [name, state]),
      [
        ['triton', 'running'],
        ['prometheus', 'running'],
        ['grafana', 'running'],
      ],
    );
    const lines = await driver().logs('whole', plan.folder, 'prometheus', 2);
    assert.equal(lines.length, 2);
    assert.match(lines.join('\n'), /Server is ready to receive web requests/);

    const joined = await driver().attach('whole', plan.folder);
    assert.deepEqual(joined.addresses, stack.addresses);
    assert.equal(joined.prometheus?.public, stack.prometheus?.public);
    await joined[Symbol.asyncDispose]();
    assert.equal((await driver().find('whole', plan.folder))?.length, 3);

    await stack[Symbol.asyncDispose]();
    assert.deepEqual(engine.lists(), foreign);
    assert.equal(await driver().find('whole', plan.folder), null);
    assert.ok(!existsSync(plan.folder));
  });

  it('stays up where it is kept, beside another, and goes by its name alone', async () => {
    const one = await start(dockerPlan({ name: 'one' }));
    const two = await start(dockerPlan({ name: 'two' }));
    one.keep();
    await one[Symbol.asyncDispose]();
    assert.equal(await infer((await driver().find('one', ''))?.[0]?.addresses.http), 200);
    await two[Symbol.asyncDispose]();
    const { folder } = dockerPlan();
    const removed = await driver().down('one', folder);
    assert.deepEqual(removed, ['container inferbench-one-triton', 'network bench-test-net']);
    assert.deepEqual(await driver().down('one', folder), []);
    assert.deepEqual(engine.lists(), foreign);
  });

  it('refuses to start over a stack that is there, and leaves that alone', async () => {
    const stack = await start(dockerPlan({ name: 'twice' }));
    const { message, hint } = await refusal(dockerPlan({ name: 'twice' }));
    assert.match(message, /there is a stack named "twice" already/);
    assert.match(hint, /bench stack down --name twice/);
    // A network that somebody else's container joined cannot go, and everything else does.
    engine.docker('network', 'connect', 'bench-test-net', FOREIGN);
    await assert.rejects(driver().down('twice', dockerPlan().folder), {
      message: /network bench-test-net cannot be removed: .*active endpoints/,
    });
    engine.docker('network', 'disconnect', 'bench-test-net', FOREIGN);
    assert.deepEqual(await driver().down('twice', dockerPlan().folder), ['network bench-test-net']);
    await stack[Symbol.asyncDispose]();
    assert.deepEqual(engine.lists(), foreign);
  });

  it('says that Triton died, with its last lines', async () => {
    const stack = await start(dockerPlan({ name: 'mortal' }));
    engine.docker('kill', 'inferbench-mortal-triton');
    const words = await stack.died;
    assert.match(
      words,
      /^the container inferbench-mortal-triton ended with exit code 137; its last/,
    );
    assert.match(words, /Started (HTTPService|Metrics Service)/);
    const [triton] = (await driver().find('mortal', '')) ?? [];
    assert.equal(triton?.state, 'exited');
    await assert.rejects(driver().attach('mortal', ''), { code: 'stack-not-started' });
    await stack[Symbol.asyncDispose]();
    assert.deepEqual(engine.lists(), foreign);
  });

  it('uses a network of somebody else, and never removes it', async () => {
    const plan = dockerPlan({ name: 'guest', network: FOREIGN, prometheus: PROMETHEUS });
    const stack = await start(plan);
    assert.equal(stack.prometheus?.inNetwork, 'http://inferbench-guest-prometheus:9090');
    await driver().down('guest', plan.folder);
    await stack[Symbol.asyncDispose]();
    assert.deepEqual(engine.lists(), foreign);
  });
});

describe('a stack that cannot start', { timeout: 600_000 }, () => {
  it('says in Triton’s own words which model it cannot load', async () => {
    using models = modelFolder({
      'broken/config.pbtxt': 'backend: "python"\nmax_batch_size: 8\n',
      'broken/1/model.py': 'raise RuntimeError("no such luck")\n',
    });
    const plan = dockerPlan({ name: 'broken', modelRepository: models.path });
    const { message, code } = await refusal(plan);
    assert.equal(code, 'stack-not-started');
    assert.match(message, /the container inferbench-broken-triton ended with exit code 1/);
    assert.match(message, /failed to load all models/);
  });

  it('says what Triton was doing when its time was over', async () => {
    using models = modelFolder({
      'stuck/config.pbtxt': 'backend: "python"\nmax_batch_size: 8\n',
      'stuck/1/model.py': 'import time\ntime.sleep(1e6)\n',
    });
    const plan = dockerPlan({ name: 'stuck', modelRepository: models.path, readyTimeoutMs: 5000 });
    const { message, hint } = await refusal(plan);
    assert.match(message, /Triton was not up within 5 s/);
    assert.match(message, /loading: stuck:1/);
    assert.match(hint, /--ready-timeout/);
  });

  it('gives the engine’s own words for a GPU that it does not have', async () => {
    const { message, hint } = await refusal(dockerPlan({ name: 'gpu', triton: { gpus: 'all' } }));
    assert.match(message, /could not select device driver "" with capabilities: \[\[gpu\]\]/);
    assert.match(hint, /NVIDIA Container Toolkit.*--gpus none/);
  });

  it('asks for GPUs in the words of docker run', async () => {
    await using proxy = await startEngineProxy(engine.socketPath);
    const requests = async (gpus: StackPlan['triton']['gpus'], flag: string) => {
      const from = proxy.passed.length;
      await assert.rejects(
        start(dockerPlan({ name: 'same', triton: { gpus } }), { env: proxy.env }),
      );
      const name = ['--name', 'by-hand', '--gpus', flag];
      const create = ['--host', proxy.env.DOCKER_HOST, 'create', ...name, IMAGES.triton, 'x'];
      // Not the synchronous way: this process is the proxy.
      await run('docker', create);
      engine.docker('rm', 'by-hand');
      return proxy.passed
        .slice(from)
        .filter(({ method, path }) => method === 'POST' && path.includes('/containers/create'))
        .map(({ body }) => (body as { HostConfig: object }).HostConfig)
        .map((host) => ('DeviceRequests' in host ? host.DeviceRequests : null));
    };
    const [ours, theirs] = await requests('all', 'all');
    assert.deepEqual(ours, theirs);
    const [ourTwo, theirTwo] = await requests(['0', '1'], '"device=0,1"');
    assert.deepEqual(ourTwo, theirTwo);
    assert.notEqual(ours, null);
  });

  it('says who has a well-known port: a process, or a container', async () => {
    const holder = createServer();
    await new Promise<void>((resolve) => {
      // Taken by another test of this machine is as good.
      holder.once('error', () => resolve());
      holder.listen(8002, '127.0.0.1', resolve);
    });
    const plan = () => dockerPlan({ name: 'ports', ports: 'well-known' });
    const byProcess = await refusal(plan());
    assert.match(byProcess.message, /port 800\d is taken by the (process \d+ \(|container )/);
    await new Promise((resolve) => holder.close(resolve));

    const publish = ['--name', 'publisher', '--network', FOREIGN, '-p', '127.0.0.1::80'];
    engine.docker('run', '-d', ...publish, IMAGES.triton, ...SLEEP);
    const port = Number(engine.docker('port', 'publisher', '80').split(':').at(-1));
    const docker = new Docker({ socketPath: engine.socketPath });
    assert.equal(await portHolder(docker, port), 'the container publisher');
    engine.docker('rm', '-f', 'publisher');
  });

  it('leaves a foreign container that has its name alone, and says so', async () => {
    const name = 'inferbench-taken-triton';
    engine.docker('create', '--name', name, IMAGES.triton, ...SLEEP);
    const { message, hint } = await refusal(dockerPlan({ name: 'taken' }));
    assert.match(message, /the name inferbench-taken-triton is taken/);
    assert.match(hint, /another name for the stack/);
    assert.deepEqual(await driver().down('taken', dockerPlan().folder), []);
    engine.docker('rm', name);
  });

  it('leaves a foreign volume that has its name alone, and says so', async () => {
    const name = 'inferbench-taken-prometheus';
    engine.docker('volume', 'create', name);
    const plan = dockerPlan({ name: 'taken', prometheus: PROMETHEUS });
    const { message } = await refusal(plan);
    assert.match(message, /a volume named inferbench-taken-prometheus is there already/);
    engine.docker('volume', 'rm', name);
  });

  it('is undone when it is interrupted at any step', async () => {
    for (const last of ['network', 'Triton', 'Prometheus']) {
      const interrupt = new AbortController();
      const plan = dockerPlan({ name: 'ctrl-c', prometheus: PROMETHEUS });
      const starting = start(plan, {
        signal: interrupt.signal,
        onStep: () => starting.steps.at(-1) === last && interrupt.abort(),
      });
      await assert.rejects(starting, { code: 'interrupted' });
      assert.equal(starting.steps.at(-1), last);
      assert.deepEqual(engine.lists(), foreign);
    }
  });
});

describe('an engine that cannot be used', () => {
  const whyNot = (dockerHost: string) =>
    dockerDriver({ env: { DOCKER_HOST: dockerHost }, nowMs: () => 0 }).whyNot(dockerPlan());

  it('is one that is not there', async () => {
    const words = await whyNot('unix:///nowhere/docker.sock');
    assert.match(
      words ?? '',
      /DOCKER_HOST=unix:\/\/\/nowhere\/docker\.sock is not running.*start it/,
    );
  });
  it('is one that is not running, whose socket is left', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'bench-dead-')), 'docker.sock');
    writeFileSync(path, '');
    assert.match((await whyNot(`unix://${path}`)) ?? '', /is not running: connect ECONNREFUSED/);
  });
  it('is one that has not the images, when none may be pulled', async () => {
    const plan = dockerPlan({ triton: { image: 'nobody/has:this' } });
    assert.match((await driver().whyNot(plan)) ?? '', /has no image nobody\/has:this/);
    assert.equal(await driver().whyNot(dockerPlan()), null);
  });
  it('is one that this user may not use', async () => {
    const tool = startTool({ ...killable('nobody', engine.env.DOCKER_HOST), userId: NOBODY });
    await tool.gone;
    assert.match(
      tool.said.get('whyNot') ?? '',
      /you may not use .*: permission denied; join the group/,
    );
  });
});

function killable(name: string, dockerHost: string): DockerToolOrder {
  return { name, dockerHost, folder: dockerPlan().folder, userId: null };
}

function startTool(order: DockerToolOrder) {
  const child = spawn(process.execPath, [TOOL, JSON.stringify(order)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const said = new Map<string, string>();
  createInterface({ input: child.stdout }).on('line', (line) => {
    const { what, message } = JSON.parse(line);
    said.set(what, message);
  });
  return {
    said,
    kill: () => void child.kill('SIGKILL'),
    gone: new Promise<void>((resolve) => child.once('close', () => resolve())),
  };
}

describe('a tool that is killed', { timeout: 600_000 }, () => {
  it('leaves, whatever it had asked of the engine last, what down finds and removes', async () => {
    // Network, then for each service: volume, container, files, start.
    const changes: string[] = [];
    for (let last = 1; ; last += 1) {
      const name = `killed-${last}`;
      let count = 0;
      const tool: { current: ReturnType<typeof startTool> | null } = { current: null };
      await using proxy = await startEngineProxy(engine.socketPath, ({ method, path }) => {
        if (method === 'GET' || /\/wait\b/.test(path)) return;
        count += 1;
        if (count === last) {
          changes.push(path.replace(/\?.*/, '').replace(/[0-9a-f]{64}/, 'ID'));
          tool.current?.kill();
        }
      });
      const order = killable(name, proxy.env.DOCKER_HOST);
      tool.current = startTool(order);
      const { said, gone } = tool.current;
      const isUp = await Promise.race([gone.then(() => false), untilSaid(said, 'up')]);
      if (isUp) tool.current.kill();
      await gone;
      await untilSettled();
      await driver().down(name, order.folder);
      assert.ok(!existsSync(order.folder));
      assert.deepEqual(engine.lists(), foreign, `killed after ${changes.at(-1)}`);
      if (isUp) break;
    }
    assert.deepEqual(changes, [
      '/networks/create',
      '/containers/create',
      '/containers/ID/start',
      '/volumes/create',
      '/containers/create',
      '/containers/ID/archive',
      '/containers/ID/start',
    ]);
  });
});

/** What was asked for last may take the engine a while, also without anybody waiting for it. */
async function untilSettled(): Promise<void> {
  let last: readonly string[] = [];
  let now = engine.lists();
  while (last.join() !== now.join()) {
    await pause(500);
    last = now;
    now = engine.lists();
  }
}

async function untilSaid(said: ReadonlyMap<string, string>, what: string): Promise<true> {
  while (!said.has(what)) await pause(50, undefined, { ref: false });
  return true;
}
