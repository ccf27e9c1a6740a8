/**
 * Where `bench run` spends its time at full speed: 32 requests in flight against nginx, which answers
 * as a KServe server of the digits model would, and the CPU profile of the worker that sends.
 * Usage: node dist/benchmarks/bench-run.js [seconds]
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Nginx } from '../test/support/nginx.ts';
import { onlyResult } from '../test/support/only-result.ts';
import { ANSWER } from './http-engine/digit-requests.ts';

const bench = fileURLToPath(new URL('../../bin/bench.js', import.meta.url));
const seconds = Number(process.argv[2] ?? 10);

const MODEL = JSON.stringify({
  ...{ name: 'mnist_mlp', versions: ['1'], platform: 'onnxruntime_onnx' },
  inputs: [{ name: 'input', datatype: 'FP32', shape: [-1, 784] }],
  outputs: [{ name: 'logits', datatype: 'FP32', shape: [-1, 10] }],
});
const CONTROL: Readonly<Record<string, string>> = {
  '/v2': '{"name":"nginx","version":"","extensions":[]}',
  '/v2/health/ready': '{}',
  '/v2/repository/index': '[{"name":"mnist_mlp","version":"1","state":"READY"}]',
  '/v2/models/mnist_mlp': MODEL,
  '/v2/models/mnist_mlp/config': '{"name":"mnist_mlp","max_batch_size":64}',
};

interface Profile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string };
  }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

/** Whose time a function's own time is: ours by room, Node's, the engine's or the kernel's. */
function ownerOf(name: string, url: string): string {
  if (name === '(idle)') return 'idle';
  if (name === '(garbage collector)') return 'garbage collection';
  if (url.startsWith('node:')) return "Node's JavaScript";
  const room = /\/dist\/src\/(load\/\w+)/.exec(url)?.[1];
  if (room) return room;
  if (url !== '') return 'other modules';
  if (name === '(program)') return 'Node and the kernel outside JavaScript (epoll, read)';
  return `native ${name}`;
}

function shares({ nodes, samples, timeDeltas }: Profile): [string, number][] {
  const owners = new Map(
    nodes.map(({ id, callFrame }) => [id, ownerOf(callFrame.functionName, callFrame.url)]),
  );
  const spent = new Map<string, number>();
  let busy = 0;
  for (const [i, node] of samples.entries()) {
    const owner = owners.get(node) ?? '';
    if (owner === 'idle') continue;
    const us = timeDeltas[i] ?? 0;
    busy += us;
    spent.set(owner, (spent.get(owner) ?? 0) + us);
  }
  return [...spent]
    .map(([owner, us]): [string, number] => [owner, us / busy])
    .sort((a, b) => b[1] - a[1]);
}

const control = Object.entries(CONTROL)
  .map(([path, body]) => `location = ${path} { return 200 '${body}'; }`)
  .join('\n');
await using target = await Nginx.start(
  `keepalive_requests 1000000000; default_type application/octet-stream;
   ${control}
   location = /v2/models/mnist_mlp/infer {
     add_header Inference-Header-Content-Length ${ANSWER.jsonBytes};
     return 200 '${ANSWER.text}';
   }`,
  { logs: false },
);
const cwd = mkdtempSync(join(tmpdir(), 'bench-run-'));
const profiles = mkdtempSync(join(tmpdir(), 'bench-run-profile-'));
const { status, stderr } = spawnSync(
  process.execPath,
  [
    ...['--cpu-prof', `--cpu-prof-dir=${profiles}`, bench, 'run'],
    ...['--url', `http://127.0.0.1:${target.port}`, '--concurrency', '32'],
    // The answers are all the same here, so their values could only be wrong.
    ...['--input-data', 'random', '--warmup', '3s', '--duration', `${seconds}s`],
  ],
  { cwd, encoding: 'utf8' },
);
const [point] = onlyResult(cwd).points;
if (point === undefined) throw new Error(stderr);
const perSecond = point.rates.servedPerSecond;
const cpuShare = point.generator?.cpuShare ?? Number.NaN;
console.log(
  `exit ${status}, ${point.verdict}: ${Math.round(perSecond)} requests/s, ` +
    `${((cpuShare * 1e6) / perSecond).toFixed(2)} µs of CPU a request, profiler included`,
);
const [busiest] = readdirSync(profiles)
  .map((file): Profile => JSON.parse(readFileSync(join(profiles, file), 'utf8')))
  .map(shares)
  .sort((a, b) => sendingShare(b) - sendingShare(a));
for (const [owner, share] of busiest ?? []) {
  if (share >= 0.003) console.log(`${(share * 100).toFixed(1).padStart(5)} %  ${owner}`);
}

/** The worker is the thread that spends time in our engines. */
function sendingShare(list: readonly [string, number][]): number {
  return list.find(([owner]) => owner === 'load/engines')?.[1] ?? 0;
}
