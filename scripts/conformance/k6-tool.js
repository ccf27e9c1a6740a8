import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BODY } from './body.js';
import { launch } from './launch.js';
import { peersHome } from './peers-home.js';

const k6 = join(peersHome, 'venv/bin/k6');

export async function k6Version() {
  return (await launch(k6, ['version'])).stdout.split(' ')[1];
}

export async function runK6(url, load) {
  const folder = mkdtempSync(join(tmpdir(), 'conformance-k6-'));
  const script = join(folder, 'script.js');
  const summary = join(folder, 'summary.json');
  writeFileSync(script, program(url, load));
  const { exitCode, stderr, stdout } = await launch(
    k6,
    [
      ...['run', '--quiet', '--no-usage-report', '--address', '', '--summary-export', summary],
      ...['--summary-trend-stats', 'count,med,p(95),p(99),max', script],
    ],
    { starved: load.starved },
  );
  const metrics = metricsOf(summary);
  if (metrics?.http_reqs === undefined) return { exitCode, says: 'refused before sending' };
  const duration = metrics.http_req_duration;
  const failed = metrics.http_req_failed?.passes ?? 0;
  const sent = metrics.http_reqs.count;
  const dropped = metrics.dropped_iterations?.count ?? 0;
  const warned = /Insufficient VUs/.test(stderr + stdout) ? ', "Insufficient VUs"' : '';
  const ms = (value) => (value === undefined ? undefined : { ms: value });
  return {
    ...{ exitCode, says: dropped > 0 ? `${dropped} dropped${warned}` : warned.slice(2) },
    ...{ p50: ms(duration?.med), p95: ms(duration?.['p(95)']), p99: ms(duration?.['p(99)']) },
    ...{ max: ms(duration?.max), sent, good: sent - failed, failed, samples: duration?.count },
  };
}

function metricsOf(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).metrics;
  } catch {
    return undefined;
  }
}

function program(url, { rate, seconds, cap, room = 300, requests, timeoutSeconds = 10 }) {
  const vus = cap ?? room;
  const scenario = rate
    ? {
        ...{ executor: 'constant-arrival-rate', rate, timeUnit: '1s', duration: `${seconds}s` },
        ...{ preAllocatedVUs: vus, maxVUs: vus, gracefulStop: '30s' },
      }
    : { executor: 'shared-iterations', vus, iterations: requests };
  return `import http from 'k6/http';
export const options = { scenarios: { load: ${JSON.stringify(scenario)} } };
const params = { timeout: '${timeoutSeconds}s', headers: { 'content-type': 'application/json' } };
export default function () {
  http.post(${JSON.stringify(url)}, ${JSON.stringify(BODY)}, params);
}
`;
}
