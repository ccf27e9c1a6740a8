import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { LoadOutcome, ServerAddresses } from '../../src/contract/measurements.ts';
import { observeServer } from '../../src/report/index.ts';
import { aPoint } from '../support/a-result.ts';
import { digitTensor } from '../support/held-out-digits.ts';
import { httpExchange } from '../support/http-exchange.ts';
import { type RealTriton, startRealTriton } from '../support/real-triton.ts';

const REQUESTS = 40;
const BATCH = 4;
const outcome: LoadOutcome = {
  ...aPoint(),
  interrupted: false,
  abortReason: null,
  neverDispatched: 0,
};

describe('what a real Triton counted', () => {
  let triton: RealTriton;
  before(async () => {
    triton = await startRealTriton();
  });
  after(() => triton?.[Symbol.asyncDispose]());

  async function infer(): Promise<void> {
    const tensor = digitTensor(0, BATCH);
    const header = JSON.stringify({
      inputs: [
        {
          name: 'input',
          datatype: 'FP32',
          shape: [BATCH, 1, 28, 28],
          parameters: { binary_data_size: tensor.length },
        },
      ],
    });
    const answer = await httpExchange(`${triton.addresses.http}/v2/models/mnist_mlp/infer`, {
      headers: { 'Inference-Header-Content-Length': header.length },
      body: Buffer.concat([Buffer.from(header), tensor]),
    });
    assert.equal(answer.status, 200);
  }

  const sources: readonly (readonly [string, (all: ServerAddresses) => ServerAddresses])[] = [
    ['page and statistics over HTTP', (all) => all],
    ['statistics over gRPC alone', ({ grpc }) => ({ http: undefined, grpc, metrics: undefined })],
    ['the metrics page alone', ({ metrics }) => ({ http: undefined, grpc: undefined, metrics })],
  ];
  for (const [name, chosen] of sources) {
    it(`is exact by ${name}`, async () => {
      const observer = await observeServer({
        addresses: chosen(triton.addresses),
        modelName: 'mnist_mlp',
        modelVersion: null,
      });
      await Promise.all(Array.from({ length: REQUESTS }, infer));
      const { evidence } = await observer.after(outcome);
      assert.ok(evidence, observer.notes.join());
      assert.equal(evidence.requests, REQUESTS);
      assert.equal(evidence.inferences, REQUESTS * BATCH);
      assert.equal(evidence.failures, 0);
      assert.equal(evidence.restarted, false);
      assert.ok(evidence.executions !== null && evidence.executions <= REQUESTS);
      const { meanRequestNs, meanQueueNs, meanComputeInferNs } = evidence;
      assert.ok(meanRequestNs !== null && meanQueueNs !== null && meanComputeInferNs !== null);
      assert.ok(meanQueueNs + meanComputeInferNs <= meanRequestNs);
      const batches = evidence.batchSizes.reduce(
        (sum, { batchSize, executions }) => sum + batchSize * executions,
        0,
      );
      if (chosen(triton.addresses).metrics === undefined) assert.equal(batches, REQUESTS * BATCH);
    });
  }
});
