import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  decodeGrpcMessage,
  GRPC_STATUS,
  grpcStatusOfReset,
} from '../../../../../src/load/engines/grpc/grpc-status.ts';

describe('grpc-message', () => {
  it('is percent-decoded as UTF-8, and stays as it is where it is no escape', () => {
    assert.equal(decodeGrpcMessage('plain'), 'plain');
    assert.equal(decodeGrpcMessage('%E6%97%A5 100%25'), '日 100%');
    assert.equal(decodeGrpcMessage('100% %zz %4'), '100% %zz %4');
  });

  it('comes back from what any gRPC server writes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (message) => {
        assert.equal(decodeGrpcMessage(encodeURIComponent(message)), message);
      }),
    );
  });

  it('with bytes that are no UTF-8 is no error', () => {
    assert.equal(decodeGrpcMessage('%ff'), '\ufffd');
  });
});

describe('RST_STREAM', () => {
  it("means what gRPC's HTTP/2 mapping says", () => {
    const { internal, unavailable, cancelled, resourceExhausted, permissionDenied } = GRPC_STATUS;
    assert.deepEqual(
      Array.from({ length: 15 }, (_, code) => grpcStatusOfReset(code)),
      [
        ...Array(7).fill(internal),
        unavailable,
        cancelled,
        internal,
        internal,
        resourceExhausted,
        permissionDenied,
        internal,
        internal,
      ],
    );
  });
});
