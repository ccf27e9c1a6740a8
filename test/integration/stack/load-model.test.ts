import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { loadModel } from '../../../src/stack/index.ts';
import { jsonRoutes, stubHttpServer } from '../../support/stub-http-server.ts';
import { embeddedStack } from '../../support/with-embedded-stack.ts';

const access = { headers: {} };
const at = (http: string) => ({ http, grpc: undefined, metrics: undefined });

describe('a model on a server that somebody else runs', () => {
  for (const speaks of ['http', 'grpc'] as const) {
    it(`that is ready is left alone, over ${speaks}`, async () => {
      await using stack = await embeddedStack();
      const { http, grpc } = stack.addresses;
      const addresses = { http: speaks === 'http' ? http : undefined, grpc, metrics: undefined };
      const model = await loadModel('mnist_mlp', addresses, access, 60_000);
      assert.equal(model.wasReady, true);
      await model.unload();
    });
    it(`is refused with the server's words, over ${speaks}`, async () => {
      await using stack = await embeddedStack();
      const { http, grpc } = stack.addresses;
      const addresses = { http: speaks === 'http' ? http : undefined, grpc, metrics: undefined };
      await assert.rejects(loadModel('missing', addresses, access, 60_000), {
        code: 'model-unsuitable',
        message: /does not load model "missing": explicit model load/,
        hint: /--load-model/,
      });
    });
  }
  it('is loaded and unloaded by name, names that need escaping included', async () => {
    const asked: string[] = [];
    const routes = jsonRoutes({
      'POST /v2/repository/index': [{ name: 'a b', version: '1', state: 'UNAVAILABLE' }],
      'POST /v2/repository/models/a%20b/load': {},
      'POST /v2/repository/models/a%20b/unload': {},
    });
    await using server = await stubHttpServer((request, response) => {
      asked.push(request.url ?? '');
      routes(request, response);
    });
    const model = await loadModel('a b', at(server.url), access, 60_000);
    assert.equal(model.wasReady, false);
    await model.unload();
    assert.deepEqual(asked, [
      '/v2/repository/index',
      '/v2/repository/models/a%20b/load',
      '/v2/repository/models/a%20b/unload',
    ]);
  });
  it('of a server that is no KServe server is not loaded', async () => {
    await using server = await stubHttpServer((request, response) => {
      request.resume();
      response.writeHead(404).end('<html>');
    });
    await assert.rejects(loadModel('m', at(server.url), access, 60_000), {
      code: 'server-unreachable',
    });
  });
});
