import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { externalAddresses } from '../../../src/app/external-addresses.ts';
import { parseRunConfig } from '../../../src/contract/parse-run-config.ts';

const addressesOf = (options: object) => externalAddresses(parseRunConfig(options));

describe('the addresses of a server that is there already', () => {
  it('are none where none is given', () => assert.equal(addressesOf({}), undefined));

  for (const [url, host] of [
    ['http://triton:8000', 'triton'],
    ['http://triton:8000/', 'triton'],
    ['http://triton', 'triton'],
    ['http://[::1]:8000', '[::1]'],
  ] as const) {
    it(`are Triton's ports beside ${url}`, () => {
      const { grpc, metrics } = addressesOf({ url }) ?? {};
      assert.equal(grpc, `${host}:8001`);
      assert.equal(metrics, `http://${host}:8002/metrics`);
    });
  }

  it('are as secure for gRPC as over HTTP', () =>
    assert.equal(addressesOf({ url: 'https://triton:8000' })?.grpc, 'grpcs://triton:8001'));

  it('are not guessed beside another port: what listens at 8001 and 8002 is another server then', () =>
    assert.deepEqual(addressesOf({ url: 'http://triton:9000' }), {
      http: 'http://triton:9000',
      grpc: undefined,
      metrics: undefined,
    }));

  it('are what is given, whatever stands beside them', () => {
    const given = { url: 'http://a:9000', grpcUrl: 'b:1', metricsUrl: 'http://c:2/metrics' };
    assert.deepEqual(addressesOf(given), {
      http: 'http://a:9000',
      grpc: 'b:1',
      metrics: 'http://c:2/metrics',
    });
  });
});
