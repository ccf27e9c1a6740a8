import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { OUTCOMES } from '../../../../src/contract/outcome.ts';
import {
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
