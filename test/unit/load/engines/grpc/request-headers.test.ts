import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  authority,
  grpcTimeout,
  requestHeaders,
} from '../../../../../src/load/engines/grpc/request-headers.ts';
import { echoOptions } from '../../../../support/grpc-load.ts';

const UNIT_NS: Readonly<Record<string, number>> = {
  u: 1e3,
  m: 1e6,
  S: 1e9,
  M: 60e9,
  H: 3600e9,
};

describe('grpc-timeout', () => {
  it('writes 5 s and 1 ms in microseconds, and a day in milliseconds', () => {
    assert.equal(grpcTimeout(5e9), '5050000u');
    assert.equal(grpcTimeout(1e6), '51000u');
    assert.equal(grpcTimeout(86_400e9), '86400050m');
  });

  it('has eight digits at most, and leaves the timeout to us, by little', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }), (timeoutNs) => {
        const [, digits = '', unit = ''] =
          /^(\d{1,8})([umSMH])$/.exec(grpcTimeout(timeoutNs)) ?? [];
        const toldNs = Number(digits) * (UNIT_NS[unit] ?? Number.NaN);
        assert.ok(toldNs - timeoutNs >= 50e6);
        assert.ok(toldNs - timeoutNs <= 50e6 + Math.max(1000, timeoutNs / 1e5));
      }),
    );
  });
});

describe('the request headers', () => {
  it('put an IPv6 address in brackets', () => {
    assert.equal(authority('::1', 8001), '[::1]:8001');
    assert.equal(authority('localhost', 8001), 'localhost:8001');
  });

  it("begin with HTTP/2's own, and let the user's win over ours", () => {
    const headers = { 'user-agent': 'mine', 'x-key': 'value' };
    const all = requestHeaders(echoOptions(8001, { headers }));
    assert.deepEqual(
      all.slice(0, 4).map(([name]) => name),
      [':method', ':scheme', ':path', ':authority'],
    );
    const byName = new Map(all);
    assert.equal(byName.size, all.length, 'each once');
    assert.equal(byName.get('user-agent'), 'mine');
    assert.equal(byName.get('x-key'), 'value');
    assert.equal(byName.get('te'), 'trailers');
  });

  it('say https over TLS', () => {
    const target = { host: 'a', port: 1, tls: true };
    assert.deepEqual(requestHeaders(echoOptions(1, { target }))[1], [':scheme', 'https']);
  });

  for (const [name, value] of [
    ['X-Key', 'v'],
    ['x key', 'v'],
    ['', 'v'],
    [':path', '/'],
    ['connection', 'close'],
    ['host', 'a'],
    ['x-key', 'a\r\nb'],
    ['x-key', 'ü'],
  ] as const) {
    it(`refuse ${JSON.stringify(name)}: ${JSON.stringify(value)} before anything is sent`, () => {
      assert.throws(() => requestHeaders(echoOptions(1, { headers: { [name]: value } })), {
        name: 'BenchError',
        code: 'config-invalid',
        message: `"${name}" cannot be sent as gRPC metadata with this value`,
      });
    });
  }
});
