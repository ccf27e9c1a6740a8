import assert from 'node:assert/strict';
import type { RequestListener } from 'node:http';
import { describe, it } from 'node:test';
import { imageSize } from '../../../src/clients/image-registry.ts';
import { jsonRoutes, stubHttpServer } from '../../support/stub-http-server.ts';

const MANIFEST = { schemaVersion: 2, config: { size: 7 }, layers: [{ size: 100 }, { size: 30 }] };
const INDEX = {
  schemaVersion: 2,
  manifests: [
    { digest: 'sha256:arm', platform: { architecture: 'arm64', os: 'linux' } },
    { digest: 'sha256:amd', platform: { architecture: 'amd64', os: 'linux' } },
    { digest: 'sha256:signature' },
  ],
};

async function sizeAt(listener: RequestListener, architecture = 'amd64') {
  await using registry = await stubHttpServer(listener);
  return await imageSize(`${new URL(registry.url).host}/bench/triton:1`, architecture);
}

/** Lets in who comes with the token that it gives to everybody. */
const guarded: RequestListener = (request, response) => {
  const url = new URL(request.url ?? '', `http://${request.headers.host}`);
  if (url.pathname === '/token') {
    const scope = url.searchParams.get('scope');
    const service = url.searchParams.get('service');
    response.end(JSON.stringify({ token: `${service}|${scope}` }));
  } else if (request.headers.authorization === 'Bearer here|repository:bench/triton:pull') {
    response.end(JSON.stringify(MANIFEST));
  } else {
    const challenge = `Bearer realm="${url.origin}/token",service="here",scope="repository:bench/triton:pull"`;
    response.writeHead(401, { 'www-authenticate': challenge }).end('{}');
  }
};

describe('the size of an image', () => {
  it('is the sum of its layers and its configuration', async () => {
    const routes = jsonRoutes({ 'GET /v2/bench/triton/manifests/1': MANIFEST });
    assert.equal(await sizeAt(routes), 137);
  });
  it('is that of the engine’s architecture', async () => {
    const routes = jsonRoutes({
      'GET /v2/bench/triton/manifests/1': INDEX,
      'GET /v2/bench/triton/manifests/sha256:amd': MANIFEST,
    });
    assert.equal(await sizeAt(routes), 137);
    assert.equal(await sizeAt(routes, 'riscv64'), null);
  });
  it('is told to everybody who fetches a token first', async () => {
    assert.equal(await sizeAt(guarded), 137);
  });
  it('is unknown, and no error, where the registry does not tell', async () => {
    assert.equal(await sizeAt((_, response) => response.writeHead(403).end()), null);
    assert.equal(await sizeAt((_, response) => response.end('<html>')), null);
    assert.equal(await imageSize('127.0.0.1:1/none/there:1', 'amd64'), null);
  });
});
