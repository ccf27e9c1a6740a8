/**
 * Resident memory of `bench run` itself (the embedded server is another process), read from proc(5).
 * Usage: node dist/benchmarks/memory.js [minutes of the long run, 0 for none]
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const bench = fileURLToPath(new URL('../../bin/bench.js', import.meta.url));
const minutes = Number(process.argv[2] ?? 10);
const SAMPLE_MS = 2000;

interface Sample {
  readonly atSeconds: number;
  readonly mb: number;
}

/** Samples of resident memory, the peak as the kernel kept it, and the exit code. */
async function watch(args: readonly string[]) {
  const child = spawn(process.execPath, [bench, 'run', ...args], {
    cwd: mkdtempSync(join(tmpdir(), 'bench-memory-')),
    stdio: 'ignore',
  });
  const samples: Sample[] = [];
  let peakMb = 0;
  const startMs = performance.now();
  const timer = setInterval(() => {
    const status = statusOf(child.pid);
    const mb = (name: string) => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1]) / 1024;
    if (!status.includes('VmRSS')) return;
    samples.push({ atSeconds: (performance.now() - startMs) / 1000, mb: mb('VmRSS') });
    peakMb = mb('VmHWM');
  }, SAMPLE_MS);
  const exitCode = await new Promise((resolve) => child.on('close', resolve));
  clearInterval(timer);
  return { samples, peakMb, exitCode };
}

function statusOf(pid: number | undefined): string {
  try {
    return readFileSync(`/proc/${pid}/status`, 'utf8');
  } catch {
    return '';
  }
}

/** The garbage collector lets memory swing: the median of a minute is compared, not single samples. */
function medianMb(samples: readonly Sample[], fromSeconds: number, toSeconds: number): number {
  const inside = samples.filter((s) => s.atSeconds >= fromSeconds && s.atSeconds < toSeconds);
  const sorted = inside.map(({ mb }) => mb).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

const large = await watch([
  ...['--concurrency', '8', '--batch-size', '8192', '--requests', '60', '--warmup', '0'],
  ...['--timeout', '60s'],
]);
console.log(
  `8 in flight at batch 8192: peak ${large.peakMb.toFixed(0)} MB, exit ${large.exitCode}`,
);

if (minutes > 0) {
  const seconds = minutes * 60;
  const { samples, peakMb, exitCode } = await watch([
    ...['--engine', 'null', '--qps', '10000', '--warmup', '5s', '--duration', `${seconds}s`],
  ]);
  for (let from = 0; from < seconds; from += 60) {
    const mb = medianMb(samples, from, from + 60);
    console.log(`minute ${from / 60 + 1}: ${mb.toFixed(1)} MB`);
  }
  const growth = medianMb(samples, seconds - 60, seconds) - medianMb(samples, 60, 120);
  console.log(
    `10,000/s for ${minutes} min: from the 2nd minute to the last ${growth.toFixed(1)} MB, ` +
      `peak ${peakMb.toFixed(0)} MB, exit ${exitCode}`,
  );
}
