// CPU per request of the client process, 4 connections × 8 streams, closed loop: our engine with
// everything on, h2load and grpc-js, one after the other, round after round against one nghttpd.
// node dist/benchmarks/grpc-engine.js [rounds] [seconds]
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePorts } from '../test/support/free-ports.ts';
import { ANSWER, oneDigit } from './grpc-engine/digit-requests.ts';

const CONNECTIONS = 4;
const STREAMS = 8;
const H2LOAD_FIRST_COUNT = 100_000;
const rounds = Number(process.argv[2] ?? 3);
const seconds = Number(process.argv[3] ?? 10);
const clientFile = fileURLToPath(new URL('./grpc-engine/client.js', import.meta.url));
const { path, message } = oneDigit();

interface Cost {
  readonly cpuMicros: number;
  readonly perSecond: number;
}

function framed(bytes: Uint8Array): Buffer {
  const prefix = Buffer.alloc(5);
  prefix.writeUInt32BE(bytes.length, 1);
  return Buffer.concat([prefix, bytes]);
}

function nodeClient(name: string, port: number): Cost {
  const numbers = [port, CONNECTIONS, CONNECTIONS * STREAMS, seconds].map(String);
  const { stdout } = spawnSync(process.execPath, [clientFile, name, ...numbers], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const { answers, cpuMicros } = JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
  return { cpuMicros: cpuMicros / answers, perSecond: answers / seconds };
}

let h2loadCount = H2LOAD_FIRST_COUNT;

/** Sends a number that took as long as the others at its last speed; needs no warm-up. */
function h2load(port: number): Cost {
  const before = childCpuMicros();
  const url = `http://127.0.0.1:${port}${path}`;
  const body = [
    '-d',
    join(folder, 'body'),
    '-H',
    'te: trailers',
    '-H',
    'content-type: application/grpc',
  ];
  const load = [`-c${CONNECTIONS}`, `-m${STREAMS}`, `-n${h2loadCount}`];
  const { stdout } = spawnSync('h2load', [...load, ...body, url], { encoding: 'utf8' });
  if (!stdout.includes(`${h2loadCount} succeeded`)) throw new Error(stdout);
  const perSecond = Number(/([\d.]+) req\/s/.exec(stdout)?.[1]);
  const cost = { cpuMicros: (childCpuMicros() - before) / h2loadCount, perSecond };
  h2loadCount = Math.round(perSecond * seconds);
  return cost;
}

/** Of children that have ended, in ticks of 10 ms: fields 16 and 17 of proc(5)'s stat. */
function childCpuMicros(): number {
  const fields = readFileSync('/proc/self/stat', 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[13]) + Number(fields[14])) * 10_000;
}

function stealTicks(): number {
  return Number(readFileSync('/proc/stat', 'utf8').split('\n')[0]?.split(/\s+/)[8]);
}

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => setTimeout(resolve, 50, false));
  });
}

const PEERS: Readonly<Record<string, (port: number) => Cost>> = {
  engine: (port) => nodeClient('engine', port),
  h2load,
  'grpc-js': (port) => nodeClient('grpc-js', port),
};

const folder = mkdtempSync(join(tmpdir(), 'grpc-benchmark-'));
mkdirSync(dirname(join(folder, path)), { recursive: true });
writeFileSync(join(folder, path), framed(ANSWER));
writeFileSync(join(folder, 'body'), framed(message));
const [port = 0] = await freePorts(1);
const options = ['-a', '127.0.0.1', '-d', folder, '--no-tls', '-n1', '--trailer', 'grpc-status: 0'];
const server = spawn('nghttpd', [...options, String(port)], { stdio: 'ignore' });
while (!(await isListening(port))) {
  if (server.exitCode !== null) throw new Error(`nghttpd ended with ${server.exitCode}`);
}

const best: Record<string, Cost> = {};
h2load(port);
for (let round = 1; round <= rounds; round += 1) {
  for (const [name, measure] of Object.entries(PEERS)) {
    const steal = stealTicks();
    const cost = measure(port);
    const stolen = stealTicks() - steal;
    const shown = `${cost.cpuMicros.toFixed(2)} µs, ${Math.round(cost.perSecond)}/s`;
    console.log(`round ${round} ${name.padEnd(8)} ${shown}, ${stolen} ticks stolen`);
    if (cost.cpuMicros < (best[name]?.cpuMicros ?? Number.POSITIVE_INFINITY)) best[name] = cost;
  }
}
server.kill();
rmSync(folder, { recursive: true });

const ours = best.engine?.cpuMicros ?? Number.NaN;
const setting = `${CONNECTIONS} connections × ${STREAMS} streams, ${message.length} bytes a request`;
console.log(`\nbest of ${rounds}, ${seconds} s each, ${setting}, Node ${process.version}`);
for (const [name, { cpuMicros }] of Object.entries(best)) {
  const ratio = (ours / cpuMicros).toFixed(2);
  console.log(`${name.padEnd(8)} ${cpuMicros.toFixed(2)} µs   engine / ${name} = ${ratio}`);
}
