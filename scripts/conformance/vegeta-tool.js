import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BODY } from './body.js';
import { launch } from './launch.js';
import { peersHome } from './peers-home.js';

const vegeta = join(peersHome, 'bin/vegeta');

export function vegetaVersion() {
  return readFileSync(join(peersHome, 'vegeta-version'), 'utf8').trim().split(' ')[1];
}

export async function runVegeta(url, load) {
  const { rate, seconds, cap, timeoutSeconds = 10, starved } = load;
  if (!rate) return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'conformance-vegeta-'));
  const [body, targets, output] = ['body', 'targets', 'output'].map((name) => join(folder, name));
  writeFileSync(body, BODY);
  writeFileSync(targets, `POST ${url}\ncontent-type: application/json\n@${body}\n`);
  const { exitCode } = await launch(
    vegeta,
    [
      ...['attack', `-rate=${rate}/1s`, `-duration=${seconds}s`, `-timeout=${timeoutSeconds}s`],
      ...[`-targets=${targets}`, `-output=${output}`],
      ...(cap ? [`-workers=${cap}`, `-max-workers=${cap}`, `-connections=${cap}`] : []),
    ],
    { starved },
  );
  const report = await launch(vegeta, ['report', '-type=json', output]);
  const { latencies, requests, success, errors } = JSON.parse(report.stdout);
  const good = Math.round(success * requests);
  const ms = (ns) => ({ ms: ns / 1e6 });
  return {
    ...{ exitCode, says: errors?.[0]?.replace(/.*: /, '') ?? '', p50: ms(latencies['50th']) },
    ...{ p95: ms(latencies['95th']), p99: ms(latencies['99th']), max: ms(latencies.max) },
    ...{ sent: requests, good, failed: requests - good, samples: requests },
  };
}
