import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { BenchError } from '../../../src/contract/bench-error.ts';
import { loadTargetOf } from '../../../src/load/engine-target.ts';

const addresses = (http?: string, grpc?: string) => ({ http, grpc, metrics: undefined });
const ANYBODY = { headers: {} };
const target = (host: string, port: number, tls = false) => ({ host, port, tls });

describe('where the load goes', () => {
  for (const [url, expected] of [
    ['http://127.0.0.1:8000', { target: target('127.0.0.1', 8000), basePath: '', headers: {} }],
    [
      'https://triton.example',
      { target: target('triton.example', 443, true), basePath: '', headers: {} },
    ],
    ['http://[::1]/', { target: target('::1', 80), basePath: '', headers: {} }],
    ['http://h:1/a/b/', { target: target('h', 1), basePath: '/a/b', headers: {} }],
    [
      'http://us%40er:p%3Ass@h:1',
      {
        ...{ target: target('h', 1), basePath: '' },
        headers: { authorization: `Basic ${btoa('us@er:p:ss')}` },
      },
    ],
  ] as const) {
    it(`reads ${url}`, () =>
      assert.deepEqual(loadTargetOf(addresses(url), 'http', ANYBODY), expected));
  }
  it('takes along whom to trust, and headers over those of the address', () => {
    const access = { headers: { authorization: 'own', 'x-a': '1' }, ca: 'pem', insecure: true };
    const found = loadTargetOf(addresses('https://a:b@h:1'), 'http', access);
    assert.deepEqual(found.target, { ...target('h', 1, true), ca: 'pem', insecure: true });
    assert.deepEqual(found.headers, access.headers);
  });
  it('reads a gRPC address by its own rules', () => {
    const { target: found } = loadTargetOf(
      addresses('http://h:1', 'grpcs://[::1]:8001'),
      'grpc',
      ANYBODY,
    );
    assert.deepEqual(found, target('::1', 8001, true));
  });
  for (const [given, protocol, message] of [
    [addresses(undefined, 'h:1'), 'http', /--protocol http needs an address for it/],
    [addresses('http://h:1'), 'grpc', /--protocol grpc needs an address for it/],
    [addresses(undefined, 'h'), 'grpc', /"h" is no address for --protocol grpc/],
  ] as const) {
    it(`says which address is missing: ${message.source}`, () => {
      assert.throws(
        () => loadTargetOf(given, protocol, ANYBODY),
        (error: BenchError) => {
          assert.equal(error.code, 'config-invalid');
          assert.match(error.message, message);
          return true;
        },
      );
    });
  }
});
