import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { OUTCOMES } from '../../../../../src/contract/outcome.ts';
import { outcomeOfGrpcJs } from '../../../../../src/load/engines/reference/grpc-js-outcome.ts';

describe('what grpc-js says', () => {
  for (const [code, details, outcome] of [
    [
      14,
      'No connection established. Last error: Error: connect ECONNREFUSED 127.0.0.1:1 (…)',
      'refused',
    ],
    [
      14,
      'No connection established. Last error: Error: connect ETIMEDOUT 10.0.0.1:1',
      'connect-timeout',
    ],
    [
      14,
      'No connection established. Last error: Error: self-signed certificate DEPTH_ZERO_SELF_SIGNED_CERT',
      'tls',
    ],
    [14, 'Name resolution failed for target dns:nosuch.invalid:1', 'dns'],
    [14, 'read ECONNRESET', 'reset'],
    [14, 'Connection dropped', 'reset'],
    [14, 'Exceeds maximum queue size', 'overloaded'],
    [
      14,
      'Server is stopping, scheduler for model has stopped accepting new inference requests',
      'server-shutdown',
    ],
    [14, '', 'grpc-unavailable'],
    [13, 'Received RST_STREAM with code 2 (Internal server error)', 'grpc-internal'],
    [5, "Request for unknown model: 'x' is not found", 'grpc-not-found'],
    [3, 'connect ECONNREFUSED', 'grpc-invalid-argument'],
  ] as const) {
    it(`${code} "${details}" is ${outcome}`, () =>
      assert.equal(OUTCOMES[outcomeOfGrpcJs(code, details)], outcome));
  }
});
