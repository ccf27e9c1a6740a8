import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { EngineTarget } from '../../../../../src/load/engines/engine.ts';
import { prepareRequests } from '../../../../../src/load/engines/http/prepared-requests.ts';
import { requestSet } from '../../../../support/http-load.ts';

const target: EngineTarget = { host: '127.0.0.1', port: 8000, tls: false };
const small = requestSet([Buffer.from('{}')]);

function textOf(over: Partial<EngineTarget>, headers = {}): string {
  const [request] = prepareRequests(small, { ...target, ...over }, headers);
  return request?.head.toString('latin1') ?? '';
}

describe('a prepared request', () => {
  it('is one buffer: request line, headers, an empty line, the body', () => {
    assert.equal(
      textOf({}),
      'POST /v2/models/echo/infer HTTP/1.1\r\nhost: 127.0.0.1:8000\r\n' +
        'content-type: application/json\r\naccept-encoding: identity\r\ncontent-length: 2\r\n\r\n{}',
    );
  });

  const hosts = [
    [{ host: '::1' }, '[::1]:8000'],
    [{ host: '[::1]' }, '[::1]:8000'],
    [{ host: 'triton', port: 80 }, 'triton'],
    [{ host: 'triton', port: 443 }, 'triton:443'],
    [{ host: 'triton', port: 443, tls: true }, 'triton'],
    [{ host: 'triton', port: 80, tls: true }, 'triton:80'],
  ] as const;
  for (const [over, host] of hosts) {
    it(`to ${JSON.stringify(over)} says host: ${host}`, () =>
      assert.match(textOf(over), new RegExp(`\r\nhost: ${host.replace(/[[\]]/g, '\\$&')}\r\n`)));
  }

  it('takes headers of the user instead of its own, in any case of letters, each once', () => {
    const text = textOf({}, { Host: 'model.example', 'CONTENT-TYPE': 'a/b', 'x-a': '' });
    assert.match(text, /\r\nhost: model\.example\r\ncontent-type: a\/b\r\n/);
    assert.match(text, /\r\nx-a: \r\n/);
    assert.equal(text.match(/host:/gi)?.length, 1);
  });

  it('says where the JSON of a binary request ends', () => {
    const [request] = prepareRequests(requestSet([Buffer.from('{}....')], 2), target, {});
    const text = request?.head.toString('latin1') ?? '';
    assert.match(text, /content-type: application\/octet-stream/);
    assert.match(
      text,
      /content-length: 6\r\ninference-header-content-length: 2\r\n\r\n\{\}\.\.\.\.$/,
    );
  });

  it('leaves a large body in the shared memory it is in', () => {
    const shared = new SharedArrayBuffer(40_000);
    const body = new Uint8Array(shared, 10_000, 20_000);
    const [request] = prepareRequests(requestSet([body]), target, {});
    assert.equal(request?.body?.buffer, shared);
    assert.equal(request.body.byteOffset, 10_000);
    assert.equal(request.body.length, 20_000);
    assert.equal(request.bytes, request.head.length + 20_000);
  });

  it('copies no more than 16 MiB of small bodies', () => {
    const bodies = Array<Buffer>(2000).fill(Buffer.alloc(16 * 1024));
    const joined = prepareRequests(requestSet(bodies), target, {}).filter(({ body }) => !body);
    assert.equal(joined.length, 1024);
  });
});

describe('what would break the request is refused', () => {
  const headers = [
    { 'x-a': 'a\r\nx-b: b' },
    { 'x-a': 'a\nb' },
    { 'x-a': 'a\0' },
    { 'x-a': '☃' },
    { 'x a': 'b' },
    { '': 'b' },
    { 'x\r\n': 'b' },
  ];
  for (const header of headers) {
    it(`the header ${JSON.stringify(header)}`, () =>
      assert.throws(() => textOf({}, header), {
        code: 'config-invalid',
        message: /cannot be sent over HTTP/,
      }));
  }

  for (const name of ['Content-Length', 'transfer-encoding', 'inference-header-content-length']) {
    it(`a ${name} of the user's own`, () =>
      assert.throws(() => textOf({}, { [name]: '5' }), {
        code: 'config-invalid',
        message: /cannot be chosen/,
      }));
  }

  for (const path of ['/v2/models/a b/infer', '/a\r\nx: y', 'v2', '/é']) {
    it(`the path ${JSON.stringify(path)}`, () =>
      assert.throws(() => prepareRequests({ ...small, path }, target, {}), {
        code: 'config-invalid',
        message: /is not a URL path/,
      }));
  }
});
