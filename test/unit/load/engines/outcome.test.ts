import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { OUTCOMES } from '../../../../src/contract/outcome.ts';
import {
  outcomeOfGrpcStatus,
  outcomeOfHttpStatus,
  outcomeOfServerMessage,
  outcomeOfSocketError,
} from '../../../../src/load/engines/outcome.ts';

describe('a socket error', () => {
  const cases = [
    ['ECONNREFUSED', 'connecting', 'refused'],
    ['ENOTFOUND', 'connecting', 'dns'],
    ['EAI_AGAIN', 'connecting', 'dns'],
    ['ETIMEDOUT', 'connecting', 'connect-timeout'],
    ['ETIMEDOUT', 'established', 'reset'],
    ['ECONNRESET', 'established', 'reset'],
    ['EPIPE', 'established', 'reset'],
    ['ECONNRESET', 'handshaking', 'tls'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'handshaking', 'tls'],
    ['CERT_HAS_EXPIRED', 'handshaking', 'tls'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'handshaking', 'tls'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'handshaking', 'tls'],
    ['EMFILE', 'connecting', 'other'],
    ['', 'established', 'other'],
  ] as const;
  for (const [code, stage, outcome] of cases) {
    it(`${code || 'without a code'} while ${stage} is ${outcome}`, () =>
      assert.equal(OUTCOMES[outcomeOfSocketError(code, stage)], outcome));
  }
});

describe('an HTTP status', () => {
  const cases = [
    [400, 'unexpected shape for input', 'http-4xx'],
    [400, '[request id: 7] Exceeds maximum queue size', 'overloaded'],
    [503, 'Request timeout expired', 'overloaded'],
    [429, '', 'overloaded'],
    [503, 'Server exiting', 'server-shutdown'],
    [
      400,
      'Server is stopping, scheduler for model has stopped accepting new inference requests',
      'server-shutdown',
    ],
    [503, 'Server not ready', 'http-5xx'],
    [500, '', 'http-5xx'],
    [301, '', 'http-other'],
    [999, '', 'http-other'],
  ] as const;
  for (const [status, message, outcome] of cases) {
    it(`${status} "${message}" is ${outcome}`, () =>
      assert.equal(OUTCOMES[outcomeOfHttpStatus(status, message)], outcome));
  }
});

it("a message that says no more than the status leaves the status' word", () =>
  assert.equal(outcomeOfServerMessage("Request for unknown model: 'm' is not found"), undefined));

describe('a grpc-status', () => {
  const cases = [
    [0, 'whatever it says', 'ok'],
    [1, '', 'grpc-cancelled'],
    [2, '', 'grpc-unknown'],
    [3, "unexpected shape for input 'i'", 'grpc-invalid-argument'],
    [4, '', 'grpc-deadline-exceeded'],
    [5, "Request for unknown model: 'm' is not found", 'grpc-not-found'],
    [7, '', 'grpc-other'],
    [8, '', 'grpc-resource-exhausted'],
    [12, '', 'grpc-unimplemented'],
    [13, '', 'grpc-internal'],
    [14, 'failed to connect to all addresses', 'grpc-unavailable'],
    [14, '[request id: 7] Exceeds maximum queue size', 'overloaded'],
    [14, 'Request timeout expired', 'overloaded'],
    [14, 'Server exiting', 'server-shutdown'],
    [16, '', 'grpc-other'],
    [99, '', 'grpc-other'],
  ] as const;
  for (const [code, message, outcome] of cases) {
    it(`${code} "${message}" is ${outcome}`, () =>
      assert.equal(OUTCOMES[outcomeOfGrpcStatus(code, message)], outcome));
  }
});
