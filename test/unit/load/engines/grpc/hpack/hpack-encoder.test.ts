import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { HpackEncoder } from '../../../../../../src/load/engines/grpc/hpack/hpack-encoder.ts';
import { HPACK_SERIES } from '../../../../../support/hpack-vectors.ts';

const HEADERS = [
  [':method', 'POST'],
  [':path', '/inference.GRPCInferenceService/ModelInfer'],
  ['x-trace', 'abc'],
] as const;

describe('the encoder', () => {
  for (const { section, huffman, maxTableBytes, blocks } of HPACK_SERIES.slice(0, 2)) {
    it(`writes the examples of RFC 7541, ${section}`, () => {
      const encoder = new HpackEncoder(maxTableBytes, huffman);
      for (const { hex, headers } of blocks) {
        assert.equal(encoder.encode(headers).block.toString('hex'), hex);
      }
    });
  }

  it('settles on one byte a header from the second time on', () => {
    const encoder = new HpackEncoder(4096);
    assert.equal(encoder.encode(HEADERS).isSettled, false);
    const second = encoder.encode(HEADERS);
    assert.deepEqual(second, { block: Buffer.of(0x83, 0xbf, 0xbe), isSettled: true });
    assert.deepEqual(encoder.encode(HEADERS), second);
  });

  it('keeps to a table that holds nothing', () => {
    const encoder = new HpackEncoder(0);
    const first = encoder.encode(HEADERS);
    assert.equal(first.isSettled, true);
    assert.deepEqual(encoder.encode(HEADERS), first);
  });

  it('settles too when the list is larger than the table', () => {
    const encoder = new HpackEncoder(100);
    const list = [...HEADERS, ['x-long', 'y'.repeat(200)]] as const;
    encoder.encode(list);
    assert.equal(encoder.encode(list).isSettled, true);
  });

  it('announces a new table size at the start of the next block, the smallest first', () => {
    const encoder = new HpackEncoder(4096);
    encoder.encode(HEADERS);
    encoder.resize(0);
    encoder.resize(4096);
    const { block, isSettled } = encoder.encode(HEADERS);
    assert.equal(block.subarray(0, 4).toString('hex'), '203fe11f');
    assert.equal(isSettled, false);
    assert.equal(block[4], 0x83);
    assert.equal(block[5], 0x44, 'the path is added anew: the table was emptied');
  });

  it('announces nothing when the size stays the same', () => {
    const encoder = new HpackEncoder(4096);
    encoder.resize(4096);
    assert.equal(encoder.encode(HEADERS).block[0], 0x83);
  });
});
