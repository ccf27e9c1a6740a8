import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { decodeHistogram } from '../../dist/src/load/stats/histogram-codec.js';
import { launch } from './launch.js';

const bench = fileURLToPath(new URL('../../bin/bench.js', import.meta.url));

/** This tool, as a user starts it. */
export async function runBench(url, load) {
  const cwd = mkdtempSync(join(tmpdir(), 'conformance-'));
  const { rate, seconds, cap, requests, timeoutSeconds = 10, starved } = load;
  const shape = rate
    ? ['--qps', rate, '--arrivals', 'constant', '--duration', `${seconds}s`]
    : ['--requests', requests];
  const args = [
    ...['run', '--url', url, ...shape, '--warmup', '0', '--timeout', `${timeoutSeconds}s`],
    ...(cap ? ['--concurrency', cap] : []),
  ];
  const { exitCode } = await launch(process.execPath, [bench, ...args.map(String)], {
    ...{ cwd, starved },
  });
  const [id] = readdirSync(cwd).includes('reports') ? readdirSync(join(cwd, 'reports')) : [];
  if (id === undefined) return { exitCode, says: 'refused before sending' };
  const document = JSON.parse(readFileSync(join(cwd, 'reports', id, 'result.json'), 'utf8'));
  const [point] = document.points;
  const { counters } = point.phases.find(({ name }) => name === 'measured');
  const { percentiles, maxNs } = point.latency.response;
  const shown = (percent) => {
    const found = percentiles.find((p) => p.percent === percent);
    if (found?.state === 'beyond') return { ms: found.aboveNs / 1e6, beyond: true };
    return found?.state === 'measured' ? { ms: found.valueNs / 1e6 } : undefined;
  };
  return {
    ...{ exitCode, says: point.verdict, p50: shown(50), p95: shown(95), p99: shown(99) },
    max: maxNs === null ? undefined : { ms: maxNs / 1e6 },
    sent: counters.planned - counters.unsent,
    good: counters.completed,
    failed: counters.failed + counters.timedOut + counters.aborted,
    cpuShare: point.generator.cpuShare,
    samples: decodeHistogram(point.histograms.response).count,
  };
}
