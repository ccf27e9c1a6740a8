import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { buildSharedRequests } from '../../../../src/load/requests/build-shared-requests.ts';
import { openRequests } from '../../../../src/load/requests/open-requests.ts';
import {
  BLANK_REQUEST_ID,
  hasRequestId,
  REQUEST_ID_BYTES,
  requestIdOf,
  writeRequestId,
} from '../../../../src/load/requests/request-id.ts';
import { decodeInferRequest } from '../../../support/infer-messages.ts';
import { aModel, choices } from './a-model.ts';

const ids = fc.record({
  point: fc.integer({ min: 0, max: 9999 }),
  index: fc.oneof(fc.integer({ min: 0, max: 2 ** 31 }), fc.integer({ min: 0, max: 10 ** 11 - 1 })),
});

describe('a request id', () => {
  it('is the load and the place in its schedule, always as long', () => {
    assert.equal(requestIdOf(2, 42), '0002-00000000042');
    assert.equal(requestIdOf(9999, 99_999_999_999), '9999-99999999999');
    assert.equal(BLANK_REQUEST_ID.length, REQUEST_ID_BYTES);
  });

  it('is written as its text says, touches nothing beside it, and is known again', () => {
    fc.assert(
      fc.property(ids, fc.nat(20), ({ point, index }, at) => {
        const bytes = Buffer.alloc(60, 'x');
        writeRequestId(bytes, at, point, index);
        const text = 'x'.repeat(at) + requestIdOf(point, index);
        assert.equal(bytes.toString('latin1'), text.padEnd(60, 'x'));
        assert.ok(hasRequestId(bytes, at, point, index));
      }),
    );
  });

  it('is no other request’s', () => {
    fc.assert(
      fc.property(ids, ids, (one, other) => {
        const bytes = new Uint8Array(REQUEST_ID_BYTES);
        writeRequestId(bytes, 0, one.point, one.index);
        const isSame = one.point === other.point && one.index === other.index;
        assert.equal(hasRequestId(bytes, 0, other.point, other.index), isSame);
      }),
    );
  });
});

describe('the place of the id', () => {
  const forms = [
    ['HTTP, binary', { tensorFormat: 'binary' }],
    ['HTTP, JSON', { tensorFormat: 'json' }],
    ['gRPC', { protocol: 'grpc' }],
    ['gRPC, with a version', { protocol: 'grpc', modelVersion: '3' }],
    ['HTTP, with parameters', { requestParameter: { timeout: '7' }, priority: 2 }],
  ] as const;
  for (const [form, changes] of forms) {
    it(`is the same in every request (${form})`, () => {
      const chosen = choices({ ...changes, batchSize: 2, samples: 'a file' });
      const { requests } = openRequests(buildSharedRequests(aModel(), chosen), 7);
      const { offset = -1, point = -1 } = requests.idPlace ?? {};
      assert.equal(point, 7);
      for (const request of [0, 1, requests.size - 1]) {
        const body = Buffer.from(requests.body(request));
        writeRequestId(body, offset, 7, request);
        assert.equal(
          idOf(body, requests.protocol, requests.jsonBytes(request)),
          requestIdOf(7, request),
        );
      }
    });
  }

  it('is kept only where samples are', () => {
    const shared = buildSharedRequests(aModel(), choices());
    assert.equal(shared.idOffset, -1);
    assert.equal('idPlace' in openRequests(shared).requests, false);
    assert.ok(!Buffer.from(shared.bodies).includes('"id"'));
  });
});

/** As a stranger reads it. */
function idOf(body: Buffer, protocol: 'http' | 'grpc', jsonBytes: number): unknown {
  if (protocol === 'grpc') return decodeInferRequest(body).id;
  return JSON.parse(body.toString('utf8', 0, jsonBytes < 0 ? body.length : jsonBytes)).id;
}
