/**
 * What the generator can do by itself: a closed loop through the null engine, with one worker and
 * with two, in turns. Needs as many idle cores as workers. Usage: node dist/benchmarks/workers.js [rounds]
 */
import { availableParallelism } from 'node:os';
import { parseRunConfig } from '../src/contract/parse-run-config.ts';
import { buildLoadPlan } from '../src/load/build-load-plan.ts';
import { runLoad } from '../src/load/index.ts';
import type { SharedRequests } from '../src/load/requests/shared-requests.ts';

const rounds = Number(process.argv[2] ?? 3);
const requests: SharedRequests = {
  ...{ protocol: 'http', path: '/', bodies: new SharedArrayBuffer(4), offsets: [0, 4] },
  ...{ idOffset: -1, jsonBytes: [-1], sha256: '', source: 'none' },
  expected: { modelName: '', batchSize: 1, outputs: [], reference: null, labels: null },
};

async function measure(workers: number): Promise<number> {
  const options = { concurrency: 64, duration: '5s', warmup: '2s', engine: 'null', workers };
  const plan = buildLoadPlan(parseRunConfig(options), {
    ...{ seed: 1, modelName: '', modelVersion: null, trace: null, cores: workers, openFiles: 1e6 },
    payload: { source: 'none', distinct: 1, bytesPerRequest: 4, sha256: '' },
  });
  const target = { host: '127.0.0.1', port: 1, tls: false };
  const server = { name: '', version: '' };
  const { signal } = new AbortController();
  const prepared = { plan, target, headers: {}, requests, server, passedOver: [] };
  const outcome = await runLoad(prepared, {}, signal);
  const { cpuShare } = outcome.generator;
  const { servedPerSecond } = outcome.rates;
  const cost = (cpuShare * 1e9) / servedPerSecond;
  console.log(
    `${workers} worker${workers > 1 ? 's' : ' '}  ${Math.round(servedPerSecond).toLocaleString('en')} requests/s` +
      `  ${(cpuShare * 100).toFixed(0)} % of a core  ${cost.toFixed(0)} ns of CPU a request`,
  );
  return servedPerSecond;
}

console.log(`${availableParallelism()} cores`);
for (let round = 0; round < rounds; round += 1) {
  const one = await measure(1);
  const two = await measure(2);
  console.log(`two workers do ${(two / one).toFixed(2)} times what one does`);
}
