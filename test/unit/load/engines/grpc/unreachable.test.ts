import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { OUTCOME_CODE, type Outcome } from '../../../../../src/contract/outcome.ts';
import { unreachable } from '../../../../../src/load/engines/grpc/unreachable.ts';

function said(outcome: Outcome, detail: string, tls = false) {
  const target = { host: '::1', port: 8001, tls };
  return unreachable(target, { outcome: OUTCOME_CODE[outcome], detail });
}

describe('a server that cannot be reached', () => {
  it('is named with its address and the reason', () => {
    const { message, code } = said('refused', 'connect ECONNREFUSED ::1:8001');
    assert.equal(code, 'server-unreachable');
    assert.equal(message, 'cannot connect to grpc://[::1]:8001: connect ECONNREFUSED ::1:8001');
    assert.match(said('tls', 'expired', true).message, /^cannot connect to grpcs:\/\/\[::1\]:8001/);
  });

  const HINTS = [
    ['refused', 'ECONNREFUSED', /nothing listens there.*8001/],
    ['dns', 'ENOTFOUND', /spelled right/],
    ['connect-timeout', 'no connection in time', /firewall/],
    ['tls', 'self-signed certificate', /--ca .*--insecure/],
    ['protocol-error', 'the server answered HTTP/1.1, not HTTP/2', /--protocol http/],
    ['protocol-error', 'the server answered TLS', /grpcs:\/\//],
    ['other', 'EMFILE', /gRPC port/],
  ] as const;
  for (const [outcome, detail, hint] of HINTS) {
    it(`draws a hint that helps: ${detail}`, () => assert.match(said(outcome, detail).hint, hint));
  }
});
