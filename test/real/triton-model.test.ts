import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { DIGIT_COUNT, differenceToReference, digitTensor } from '../support/held-out-digits.ts';
import { httpExchange } from '../support/http-exchange.ts';
import { type RealTriton, startRealTriton } from '../support/real-triton.ts';
import { counted, serverCounters } from '../support/server-counters.ts';

const TOLERANCE = 1e-4;

describe('models/mnist_mlp/1/model.onnx in ONNX Runtime 1.15 under a real Triton', () => {
  let triton: RealTriton;
  before(async () => {
    triton = await startRealTriton();
  });
  after(() => triton?.[Symbol.asyncDispose]());

  async function infer(first: number, count: number): Promise<Buffer> {
    const tensor = digitTensor(first, count);
    const header = JSON.stringify({
      inputs: [
        {
          name: 'input',
          datatype: 'FP32',
          shape: [count, 1, 28, 28],
          parameters: { binary_data_size: tensor.length },
        },
      ],
      parameters: { binary_data_output: true },
    });
    const answer = await httpExchange(`${triton.addresses.http}/v2/models/mnist_mlp/infer`, {
      headers: { 'Inference-Header-Content-Length': header.length },
      body: Buffer.concat([Buffer.from(header), tensor]),
    });
    assert.equal(answer.status, 200, answer.body.toString('latin1').slice(0, 500));
    return answer.body.subarray(Number(answer.headers['inference-header-content-length']));
  }

  it('gives the reference outputs for every held-out digit, and counts each request', async () => {
    const start = await serverCounters(triton.addresses.metrics, 'mnist_mlp');
    for (const size of [1, 3, 100, DIGIT_COUNT]) {
      const difference = differenceToReference(await infer(17, size), 17, size);
      assert.ok(difference <= TOLERANCE, `batch ${size} differs by ${difference}`);
    }
    const end = await serverCounters(triton.addresses.metrics, 'mnist_mlp');
    assert.deepEqual(counted(start, end), {
      requests: 4,
      inferences: 1 + 3 + 100 + DIGIT_COUNT,
      executions: 4,
      failures: 0,
    });
  });

  it('takes the largest batch the configuration allows: 8192 digits, 25.7 MB', async () => {
    const difference = differenceToReference(await infer(0, 8192), 0, 8192);
    assert.ok(difference <= TOLERANCE, `differs by ${difference}`);
  });
});
