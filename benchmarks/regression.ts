/**
 * Whether a real slowdown is found on this machine, and nothing where there is none.
 * `node dist/benchmarks/regression.js [slowed] [alike]` (10 and 20 experiments; about half an hour): a server that
 * is busy for some ms with each request, and beside it one whose service time, as it was measured, is a fifth
 * longer; then the same server against itself. Each experiment is a `bench ab` of eight pairs. Prints a line
 * for each, and the counts.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type AbRequest, runAb } from '../src/app/index.ts';
import type { ComparisonDocument } from '../src/contract/comparison-document.ts';
import { parseRunConfig } from '../src/contract/parse-run-config.ts';
import { runBenchmark } from '../src/index.ts';
import { freePorts } from '../test/support/free-ports.ts';
import { packageRoot } from '../test/support/package-root.ts';

const SERVER = fileURLToPath(new URL('../test/stand-ins/processes/kserve.js', import.meta.url));
const BUSY_US = 4000;
const SLOWER = 0.2;
const PAIRS = 8;
const LOAD = { concurrency: 1, duration: '1s', warmup: '200ms' } as const;
const LIMITS = { p50: '5%', throughput: '5%', p99: 'off' };

interface Server {
  readonly url: string;
  readonly process: ChildProcess;
}

async function startServer(busyUs: number): Promise<Server> {
  const [port] = await freePorts(1);
  const process = spawn(
    globalThis.process.execPath,
    [SERVER, `--port=${port}`, `--busy-us=${busyUs}`],
    {
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  await once(process.stderr, 'data');
  return { url: `http://127.0.0.1:${port}`, process };
}

/** Median service time, µs: the least of three runs, as others may have been in the way of one. */
async function serviceUs({ url }: Server, folder: string): Promise<number> {
  const medians: number[] = [];
  for (let run = 0; run < 3; run += 1) {
    const { document } = await runBenchmark({ ...LOAD, duration: '3s', url }, { cwd: folder });
    const { percentiles = [] } = document.points[0]?.latency.service ?? {};
    const found = percentiles.find(({ percent }) => percent === 50);
    if (found?.state === 'measured') medians.push(found.valueNs / 1000);
  }
  if (medians.length === 0) throw new Error('the service time could not be measured');
  return Math.min(...medians);
}

async function experiment(a: Server, b: Server, folder: string): Promise<ComparisonDocument> {
  const configOf = ({ url }: Server) => parseRunConfig({ ...LOAD, url });
  const request: AbRequest = {
    ...{ origin: 'ab', limits: LIMITS, pairs: PAIRS, confirm: 0 },
    ...{ isReloaded: false, isForced: false, isStrict: false },
    targets: {
      a: { name: a.url, config: configOf(a), command: null },
      b: { name: b.url, config: configOf(b), command: null },
    },
    commandOfRun: () => 'node dist/benchmarks/regression.js',
  };
  const { document } = await runAb(request, {
    ...{ cwd: folder, env: process.env, packageFolder: packageRoot, toolVersion: 'benchmark' },
    ...{ nowEpochMs: Date.now, signal: new AbortController().signal, events: {} },
    commandWith: () => 'node dist/benchmarks/regression.js',
  });
  return document;
}

/** CPU time of all and that taken by other virtual machines, in ticks. */
function cpuTicks(): { readonly all: number; readonly stolen: number } {
  const fields =
    readFileSync('/proc/stat', 'utf8').split('\n', 1)[0]?.split(/\s+/).slice(1, 9) ?? [];
  const ticks = fields.map(Number);
  return { all: ticks.reduce((sum, one) => sum + one, 0), stolen: ticks[7] ?? 0 };
}

function line(
  kind: string,
  nth: number,
  document: ComparisonDocument,
  from: ReturnType<typeof cpuTicks>,
) {
  const now = cpuTicks();
  const stolen = ((now.stolen - from.stolen) / (now.all - from.all)) * 100;
  const p50 = document.comparison?.points[0]?.metrics.find(({ id }) => id === 'p50');
  const change = p50?.ratio ? `${((p50.ratio - 1) * 100).toFixed(1)} %` : '–';
  const range = p50?.interval
    ? `${((p50.interval.low - 1) * 100).toFixed(1)} … ${((p50.interval.high - 1) * 100).toFixed(1)} %`
    : '–';
  const runs = document.runs.length;
  return `${kind} ${nth}: ${document.verdict}, p50 ${change} (${range}), ${runs} runs, load ${loadavg()[0]?.toFixed(1)}, steal ${stolen.toFixed(1)} %\n`;
}

async function series(kind: string, count: number, a: Server, b: Server, folder: string) {
  const found: Record<string, number> = {};
  for (let nth = 1; nth <= count; nth += 1) {
    const from = cpuTicks();
    const document = await experiment(a, b, folder);
    found[document.verdict] = (found[document.verdict] ?? 0) + 1;
    process.stdout.write(line(kind, nth, document, from));
  }
  process.stdout.write(`${kind}: ${count} experiments, ${JSON.stringify(found)}\n`);
}

const [slowed = 10, alike = 20] = process.argv.slice(2).map(Number);
const folder = mkdtempSync(join(tmpdir(), 'regression-'));
const servers: Server[] = [];
try {
  const base = await startServer(BUSY_US);
  servers.push(base);
  const measuredUs = await serviceUs(base, folder);
  const slow = await startServer(Math.round(BUSY_US + SLOWER * measuredUs));
  const twin = await startServer(BUSY_US);
  servers.push(slow, twin);
  process.stdout.write(`service time ${measuredUs.toFixed(0)} µs; ${SLOWER * 100} % longer in B\n`);
  await series('slowed', slowed, base, slow, folder);
  await series('alike', alike, base, twin, folder);
} finally {
  for (const server of servers) server.process.kill();
  rmSync(folder, { recursive: true, force: true });
}
