import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { parseRunConfig } from '../../src/contract/parse-run-config.ts';
import type { RunOptionsText } from '../../src/contract/run-options.ts';
import { prepareLoad, runLoad } from '../../src/load/index.ts';
import { packageRoot } from '../support/package-root.ts';
import { type RealTriton, startRealTriton } from '../support/real-triton.ts';

const HTTP: RunOptionsText = { protocol: 'http' };
const JSON_TENSORS: RunOptionsText = { protocol: 'http', tensorFormat: 'json' };
const GRPC: RunOptionsText = { protocol: 'grpc' };
const GRPC_JS: RunOptionsText = { protocol: 'grpc', engine: 'grpc-js' };
const AUTOCANNON: RunOptionsText = { engine: 'autocannon' };

describe('requests of every datatype, sent to a real Triton', () => {
  let triton: RealTriton;
  const folder = mkdtempSync(join(tmpdir(), 'requests-'));
  before(async () => {
    triton = await startRealTriton(`${packageRoot}test/real/datatypes-repository`);
  });
  after(async () => {
    rmSync(folder, { recursive: true });
    await triton?.[Symbol.asyncDispose]();
  });

  async function allGood(options: RunOptionsText): Promise<void> {
    const bound = { concurrency: 2, requests: 50, warmup: '0', timeout: '60s' };
    const config = parseRunConfig({ ...bound, ...options });
    const prepared = await prepareLoad(config, triton.addresses);
    const outcome = await runLoad(prepared, {}, new AbortController().signal);
    assert.deepEqual(outcome.failures, []);
    assert.equal(outcome.phases[1]?.counters.completed, 50);
  }

  for (const how of [HTTP, JSON_TENSORS, GRPC, GRPC_JS, AUTOCANNON]) {
    const name = Object.values(how).join(', ');
    for (const batchSize of [1, 8]) {
      it(`come back whole: ${name}, batch ${batchSize}`, () =>
        allGood({ ...how, model: 'all_sorts', batchSize, shape: ['FP32:5'] }));
    }
  }

  for (const how of [HTTP, GRPC]) {
    const { protocol } = how;
    it(`come back whole in FP16 (${protocol})`, () => allGood({ ...how, model: 'halves' }));
    it(`come back whole as zeros (${protocol})`, () =>
      allGood({ ...how, model: 'all_sorts', shape: ['FP32:1'], inputData: 'zero' }));
    it(`may have parameters (${protocol})`, () =>
      allGood({ ...how, model: 'halves', requestParameter: { priority: '0', note: 'x' } }));

    it(`may be a user’s own, with what must come back (${protocol})`, async () => {
      const inputData = join(folder, `${protocol}.json`);
      const values = [
        [1, 2, 3, 4],
        [5, 6, 7, 8],
      ];
      writeFileSync(inputData, JSON.stringify({ data: values.map((FP16) => ({ FP16 })) }));
      await allGood({ ...how, model: 'halves', inputData });
    });
  }
});
