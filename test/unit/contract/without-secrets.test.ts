import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { withoutCredentials, withoutSecrets } from '../../../src/contract/without-secrets.ts';

describe('what is kept of a configuration', () => {
  it('holds the names of headers and variables, not their values, and no password of an address', () => {
    assert.deepEqual(
      withoutSecrets({
        qps: 5,
        header: { authorization: 'Bearer t' },
        url: 'https://me:pw@h:1/a',
        grpcUrl: 'grpcs://me@h:2',
        metricsUrl: 'http://h:3/metrics?at=a@b',
        prometheusUrl: 'http://me:pw@h:4',
        tritonEnv: { AWS_SECRET_ACCESS_KEY: 's3' },
      }),
      {
        qps: 5,
        header: { authorization: '(hidden)' },
        url: 'https://(hidden)@h:1/a',
        grpcUrl: 'grpcs://(hidden)@h:2',
        metricsUrl: 'http://h:3/metrics?at=a@b',
        prometheusUrl: 'http://(hidden)@h:4',
        tritonEnv: { AWS_SECRET_ACCESS_KEY: '(hidden)' },
      },
    );
  });
  it('leaves words without a password alone', () => {
    for (const word of ['http://h:1', 'team=a@b', '--slo', 'p99<10ms', 'http://h/x@y']) {
      assert.equal(withoutCredentials(word), word);
    }
  });
});
