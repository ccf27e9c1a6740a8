import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { httpAdmin, type KserveAdmin } from '../../src/clients/kserve-admin.ts';
import { grpcAdmin } from '../../src/clients/kserve-grpc-admin.ts';
import { fetchMetrics } from '../../src/clients/triton-metrics.ts';
import { BenchError } from '../../src/contract/bench-error.ts';
import { type RealTriton, startRealTriton } from '../support/real-triton.ts';

const MODELS = ['decoupled', 'every_type', 'mnist_mlp', 'sequence', 'unbatched'];

describe('the control-plane clients, asked of a real Triton', () => {
  let triton: RealTriton;
  let admins: readonly KserveAdmin[] = [];
  before(async () => {
    triton = await startRealTriton();
    admins = [httpAdmin(triton.addresses.http), grpcAdmin(triton.addresses.grpc)];
  });
  after(() => triton?.[Symbol.asyncDispose]());

  /** What HTTP says, once gRPC has been seen to say the same. */
  async function agreed<T>(ask: (admin: KserveAdmin) => Promise<T>): Promise<T> {
    const [overHttp, overGrpc] = await Promise.all(admins.map(ask));
    assert.deepEqual(overGrpc, overHttp);
    return overHttp as T;
  }

  it('say who answers, and that it is alive and ready', async () => {
    assert.equal((await agreed((admin) => admin.server())).name, 'triton');
    assert.equal(await agreed((admin) => admin.live()), true);
    assert.equal(await agreed((admin) => admin.ready()), true);
  });

  it('list the models', async () => {
    const models = await agreed((admin) => admin.models());
    assert.deepEqual(models.map(({ name }) => name).sort(), MODELS);
    assert.deepEqual(new Set(models.map(({ state }) => state)), new Set(['READY']));
  });

  it('read names, datatypes and shapes', async () => {
    const metadata = await agreed((admin) => admin.metadata('mnist_mlp'));
    assert.deepEqual(metadata.inputs, [
      { name: 'input', datatype: 'FP32', shape: [-1, 1, 28, 28] },
    ]);
    assert.deepEqual(metadata.outputs, [{ name: 'output', datatype: 'FP32', shape: [-1, 10] }]);
  });

  it('tell a plain model from a decoupled and from a sequence model', async () => {
    const kinds = [];
    for (const name of MODELS) {
      const { decoupled, sequenceBatching, maxBatchSize } = await agreed((admin) =>
        admin.config(name),
      );
      kinds.push({ name, decoupled, sequenceBatching, maxBatchSize });
    }
    assert.deepEqual(kinds, [
      { name: 'decoupled', decoupled: true, sequenceBatching: false, maxBatchSize: 8 },
      { name: 'every_type', decoupled: false, sequenceBatching: false, maxBatchSize: 8 },
      { name: 'mnist_mlp', decoupled: false, sequenceBatching: false, maxBatchSize: 8192 },
      { name: 'sequence', decoupled: false, sequenceBatching: true, maxBatchSize: 8 },
      { name: 'unbatched', decoupled: false, sequenceBatching: false, maxBatchSize: 0 },
    ]);
  });

  it('name the models there are when asked for one there is not', async () => {
    for (const admin of admins) {
      await assert.rejects(admin.metadata('mnist_mpl'), (error) => {
        assert.ok(error instanceof BenchError);
        assert.equal(error.code, 'model-unsuitable');
        assert.match(error.message, /no model "mnist_mpl"/);
        assert.match(error.hint, /did you mean "mnist_mlp"/);
        return true;
      });
    }
  });

  it('read statistics and the metrics page', async () => {
    const [statistics] = await agreed((admin) => admin.statistics('mnist_mlp'));
    assert.equal(statistics?.name, 'mnist_mlp');
    const samples = await fetchMetrics(triton.addresses.metrics);
    const success = samples.find(
      ({ name, labels }) => name === 'nv_inference_request_success' && labels.model === 'mnist_mlp',
    );
    assert.equal(success?.value, 0);
  });
});
