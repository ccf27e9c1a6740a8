import { createRequire } from 'node:module';
import { BODY } from './body.js';
import { launch } from './launch.js';

const require = createRequire(import.meta.url);
const autocannon = require.resolve('autocannon/autocannon.js');
export const autocannonVersion = require('autocannon/package.json').version;

export async function runAutocannon(url, load) {
  const { rate, seconds, cap, room = 300, requests, timeoutSeconds = 10, starved } = load;
  const shape = rate ? ['-R', rate, '-d', seconds] : ['-a', requests];
  const args = [
    ...['-j', '-n', '-m', 'POST', '-H', 'content-type=application/json', '-b', BODY],
    ...[...shape, '-c', cap ?? room, '-t', timeoutSeconds, url],
  ];
  const ending = await launch(process.execPath, [autocannon, ...args.map(String)], { starved });
  const line = ending.stdout.trim().split('\n').at(-1);
  if (!line?.startsWith('{')) {
    return { exitCode: ending.exitCode, says: ending.stderr.trim() || line || 'nothing' };
  }
  const result = JSON.parse(line);
  const { latency } = result;
  const failed = result.errors + result.non2xx;
  const ms = (value) => (latency.totalCount === 0 ? undefined : { ms: value });
  return {
    ...{ exitCode: ending.exitCode, says: failed > 0 ? `${failed} errors` : '' },
    ...{ p50: ms(latency.p50), p95: undefined, p99: ms(latency.p99), max: ms(latency.max) },
    ...{ sent: result.requests.sent, good: result['2xx'], failed, samples: latency.totalCount },
  };
}
