import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/**
 * CPU time of `bench --help` against `node -e 0`, in turn, best of several (aim: at most 4 times).
 * Each child reports its own CPU when it ends, because Node cannot ask for that of its children.
 * Run: npm run build && node dist/benchmarks/startup.js
 */
const ROUNDS = 15;
const bench = fileURLToPath(new URL('../../bin/bench.js', import.meta.url));
const REPORT_CPU = `data:text/javascript,${encodeURIComponent(
  "process.on('exit',()=>{const c=process.cpuUsage();process.stderr.write('CPU '+(c.user+c.system))})",
)}`;

function cpuMs(args: readonly string[]): number {
  const { stderr } = spawnSync(process.execPath, ['--import', REPORT_CPU, ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
  });
  const us = /CPU (\d+)/.exec(stderr)?.[1];
  if (us === undefined) throw new Error(`node ${args.join(' ')} did not report: ${stderr}`);
  return Number(us) / 1000;
}

const COMMANDS = {
  'node -e 0': ['-e', '0'],
  'bench --help': [bench, '--help'],
  'bench run --help': [bench, 'run', '--help'],
};
const bestMs = new Map<string, number>();
for (let round = 0; round < ROUNDS; round++) {
  for (const [name, args] of Object.entries(COMMANDS)) {
    bestMs.set(name, Math.min(bestMs.get(name) ?? Number.POSITIVE_INFINITY, cpuMs(args)));
  }
}
const bareMs = bestMs.get('node -e 0') ?? 1;
for (const [name, ms] of bestMs) {
  console.log(`${name.padEnd(18)} ${ms.toFixed(1).padStart(6)} ms  ${(ms / bareMs).toFixed(2)} ×`);
}
