// CPU per request of the client process, 32 connections, closed loop: our engine with everything on,
// the bare socket, autocannon and wrk, one after the other, round after round against one nginx.
// node dist/benchmarks/http-engine.js [rounds] [seconds]
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Nginx } from '../test/support/nginx.ts';
import { ANSWER, oneDigit } from './http-engine/digit-requests.ts';

const CONNECTIONS = 32;
const rounds = Number(process.argv[2] ?? 3);
const seconds = Number(process.argv[3] ?? 10);
const clientFile = fileURLToPath(new URL('./http-engine/client.js', import.meta.url));

interface Cost {
  readonly cpuMicros: number;
  readonly perSecond: number;
}

function nodeClient(name: string, target: Nginx): Cost {
  const args = [clientFile, name, String(target.port), String(CONNECTIONS), String(seconds)];
  const { stdout } = spawnSync(process.execPath, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const { answers, cpuMicros } = JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
  return { cpuMicros: cpuMicros / answers, perSecond: answers / seconds };
}

function wrk(target: Nginx): Cost {
  const { path, body, jsonBytes } = oneDigit();
  const bodyFile = join(target.folder, 'body');
  const script = join(target.folder, 'post.lua');
  writeFileSync(bodyFile, body);
  writeFileSync(
    script,
    `wrk.method = "POST"
wrk.body = io.open("${bodyFile}", "rb"):read("*a")
wrk.headers["inference-header-content-length"] = "${jsonBytes}"
`,
  );
  const url = `http://127.0.0.1:${target.port}${path}`;
  const before = childCpuMicros();
  const args = ['-t1', `-c${CONNECTIONS}`, `-d${seconds}s`, '-s', script, url];
  const { stdout } = spawnSync('wrk', args, { encoding: 'utf8' });
  const answers = Number(/(\d+) requests in/.exec(stdout)?.[1]);
  return { cpuMicros: (childCpuMicros() - before) / answers, perSecond: answers / seconds };
}

/** Of children that have ended, in ticks of 10 ms: fields 16 and 17 of proc(5)'s stat. */
function childCpuMicros(): number {
  const fields = readFileSync('/proc/self/stat', 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[13]) + Number(fields[14])) * 10_000;
}

function stealTicks(): number {
  return Number(readFileSync('/proc/stat', 'utf8').split('\n')[0]?.split(/\s+/)[8]);
}

const PEERS: Readonly<Record<string, (target: Nginx) => Cost>> = {
  engine: (target) => nodeClient('engine', target),
  floor: (target) => nodeClient('floor', target),
  autocannon: (target) => nodeClient('autocannon', target),
  wrk,
};

await using target = await Nginx.start(
  `keepalive_requests 1000000000; default_type application/octet-stream;
   add_header Inference-Header-Content-Length ${ANSWER.jsonBytes};
   location / { return 200 '${ANSWER.text}'; }`,
  { logs: false },
);
const best: Record<string, Cost> = {};
for (let round = 1; round <= rounds; round += 1) {
  for (const [name, measure] of Object.entries(PEERS)) {
    const steal = stealTicks();
    const cost = measure(target);
    const stolen = stealTicks() - steal;
    const shown = `${cost.cpuMicros.toFixed(2)} µs, ${Math.round(cost.perSecond)}/s`;
    console.log(`round ${round} ${name.padEnd(10)} ${shown}, ${stolen} ticks stolen`);
    if (cost.cpuMicros < (best[name]?.cpuMicros ?? Number.POSITIVE_INFINITY)) best[name] = cost;
  }
}
const ours = best.engine?.cpuMicros ?? Number.NaN;
console.log(
  `\nbest of ${rounds}, ${seconds} s each, ${CONNECTIONS} connections, Node ${process.version}`,
);
for (const [name, { cpuMicros }] of Object.entries(best)) {
  const ratio = (ours / cpuMicros).toFixed(2);
  console.log(`${name.padEnd(10)} ${cpuMicros.toFixed(2)} µs   engine / ${name} = ${ratio}`);
}
