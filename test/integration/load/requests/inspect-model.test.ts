import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { BenchError } from '../../../../src/contract/bench-error.ts';
import { inspectModel } from '../../../../src/load/requests/inspect-model.ts';
import { jsonRoutes, stubHttpServer } from '../../../support/stub-http-server.ts';

const METADATA = {
  name: 'm',
  versions: ['1', '2'],
  platform: 'python',
  inputs: [{ name: 'x', datatype: 'FP32', shape: [-1, 4] }],
  outputs: [{ name: 'y', datatype: 'FP32', shape: [-1, 2] }],
};
const TRITON = { name: 'triton', version: '2.51.0', extensions: ['model_configuration'] };
const INDEX = 'POST /v2/repository/index';

const at = (http: string) => ({ http, grpc: undefined, metrics: undefined });

describe('inspectModel', () => {
  it('takes the first model that is ready', async () => {
    await using server = await stubHttpServer(
      jsonRoutes({
        'GET /v2': TRITON,
        [INDEX]: [
          { name: 'broken', version: '1', state: 'UNAVAILABLE', reason: 'no weights' },
          { name: 'm', version: '1', state: 'READY' },
          { name: 'other', version: '1', state: 'READY' },
        ],
        'GET /v2/models/m': METADATA,
        'GET /v2/models/m/config': { name: 'm', max_batch_size: 8 },
      }),
    );
    assert.deepEqual(await inspectModel(at(server.url), {}), {
      server: { name: 'triton', version: '2.51.0' },
      metadata: METADATA,
      config: { maxBatchSize: 8, decoupled: false, sequenceBatching: false },
      passedOver: [],
    });
  });

  const unsuitable = (name: string) =>
    new BenchError('model-unsuitable', `${name} will not do`, { hint: 'another' });
  const threeModels = () =>
    stubHttpServer(
      jsonRoutes({
        'GET /v2': { ...TRITON, extensions: [] },
        [INDEX]: ['a', 'b', 'c'].map((name) => ({ name, version: '1', state: 'READY' })),
        'GET /v2/models/a': { ...METADATA, name: 'a' },
        'GET /v2/models/b': { ...METADATA, name: 'b' },
        'GET /v2/models/c': { ...METADATA, name: 'c' },
      }),
    );

  it('passes over models that will not do, and says why', async () => {
    await using server = await threeModels();
    const { metadata, passedOver } = await inspectModel(at(server.url), {}, {}, (found) => {
      if (found.metadata.name === 'a') throw unsuitable('a');
    });
    assert.deepEqual([metadata.name, passedOver], ['b', ['a will not do']]);
  });

  it('says what is wrong with the first where none will do', async () => {
    await using server = await threeModels();
    const none = inspectModel(at(server.url), {}, {}, ({ metadata }) => {
      throw unsuitable(metadata.name);
    });
    await assert.rejects(none, { code: 'model-unsuitable', message: 'a will not do' });
  });

  it('lets nothing but an unsuitable model be passed over', async () => {
    await using server = await threeModels();
    const broken = inspectModel(at(server.url), {}, {}, () => {
      throw new RangeError('a fault');
    });
    await assert.rejects(broken, new RangeError('a fault'));
  });

  it('takes the model and the version named, and needs no index for it', async () => {
    await using server = await stubHttpServer(
      jsonRoutes({
        'GET /v2': TRITON,
        'GET /v2/models/m/versions/2': METADATA,
        'GET /v2/models/m/versions/2/config': { name: 'm', max_batch_size: 4 },
      }),
    );
    const { config } = await inspectModel(at(server.url), { model: 'm', modelVersion: '2' });
    assert.equal(config.maxBatchSize, 4);
  });

  for (const [shape, maxBatchSize] of [
    [[-1, 4], 2 ** 31 - 1],
    [[3, 4], 0],
  ] as const) {
    it(`concludes the batch dimension of [${shape}] where no configuration is shown`, async () => {
      await using server = await stubHttpServer(
        jsonRoutes({
          'GET /v2': { ...TRITON, extensions: [] },
          'GET /v2/models/m': { ...METADATA, inputs: [{ ...METADATA.inputs[0], shape }] },
        }),
      );
      const { config } = await inspectModel(at(server.url), { model: 'm' });
      assert.equal(config.maxBatchSize, maxBatchSize);
    });
  }

  it('says why no model is ready', async () => {
    await using server = await stubHttpServer(
      jsonRoutes({
        'GET /v2': TRITON,
        [INDEX]: [{ name: 'broken', version: '1', state: 'UNAVAILABLE', reason: 'no weights' }],
      }),
    );
    await assert.rejects(inspectModel(at(server.url), {}), {
      code: 'model-unsuitable',
      message: `no model at ${server.url} is ready`,
      hint: 'broken: UNAVAILABLE, no weights',
    });
  });

  it('says that there is no model', async () => {
    await using server = await stubHttpServer(jsonRoutes({ 'GET /v2': TRITON, [INDEX]: [] }));
    await assert.rejects(inspectModel(at(server.url), {}), {
      code: 'model-unsuitable',
      message: /serves no model at all/,
    });
  });

  it('says that there is no server, over either protocol', async () => {
    const nobody = { code: 'server-unreachable', message: /127\.0\.0\.1:1\b.*ECONNREFUSED/ };
    await assert.rejects(inspectModel(at('http://127.0.0.1:1'), {}), nobody);
    const grpc = { http: undefined, grpc: '127.0.0.1:1', metrics: undefined };
    await assert.rejects(inspectModel(grpc, {}), nobody);
  });

  it('asks for an address', async () => {
    const nowhere = { http: undefined, grpc: undefined, metrics: undefined };
    await assert.rejects(inspectModel(nowhere, {}), { code: 'usage' });
  });
});
