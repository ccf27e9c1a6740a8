import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { launch } from './launch.js';

const bench = fileURLToPath(new URL('../../bin/bench.js', import.meta.url));
const PATIENCE_MS = 120_000;

/** A sweep of this tool that is killed once its first load is measured, and started again. */
export async function runKilledSweep(url, { sweep, seconds, timeoutSeconds = 10 }) {
  const cwd = mkdtempSync(join(tmpdir(), 'conformance-sweep-'));
  const args = [
    ...['run', '--url', url, '--sweep', `qps=${sweep.join()}`, '--arrivals', 'constant'],
    ...['--duration', `${seconds}s`, '--warmup', '0', '--timeout', `${timeoutSeconds}s`],
  ];
  const killed = spawn(process.execPath, [bench, ...args], { cwd, stdio: 'ignore' });
  const ended = once(killed, 'exit');
  await firstPoint(cwd);
  killed.kill('SIGKILL');
  await ended;
  const before = runsIn(cwd);
  const { exitCode } = await launch(process.execPath, [bench, 'run', '--resume', 'latest'], {
    cwd,
  });
  const id = runsIn(cwd).find((run) => !before.includes(run));
  if (id === undefined) return { exitCode, says: 'refused to go on' };
  const { points } = JSON.parse(readFileSync(join(cwd, 'reports', id, 'result.json'), 'utf8'));
  const counters = points.flatMap(({ phases }) => phases.map((phase) => phase.counters));
  const sum = (count) => counters.reduce((total, one) => total + count(one), 0);
  return {
    ...{ exitCode, says: `${points.length} loads` },
    sent: sum(({ planned, unsent }) => planned - unsent),
    good: sum(({ completed }) => completed),
    failed: sum(({ failed, timedOut, aborted }) => failed + timedOut + aborted),
  };
}

function runsIn(cwd) {
  const reports = join(cwd, 'reports');
  return existsSync(reports) ? readdirSync(reports) : [];
}

async function firstPoint(cwd) {
  for (let waitedMs = 0; waitedMs < PATIENCE_MS; waitedMs += 50) {
    const journals = runsIn(cwd).map((id) => join(cwd, 'reports', id, 'journal.ndjson'));
    const isThere = (file) => existsSync(file) && /"kind":"point"/.test(readFileSync(file, 'utf8'));
    if (journals.some(isThere)) return;
    await pause(50);
  }
}
