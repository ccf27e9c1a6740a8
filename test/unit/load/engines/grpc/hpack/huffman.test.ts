import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { huffmanDecode } from '../../../../../../src/load/engines/grpc/hpack/huffman-decoder.ts';
import {
  huffmanBytes,
  huffmanEncode,
} from '../../../../../../src/load/engines/grpc/hpack/huffman-encoder.ts';

describe('Huffman coding', () => {
  it('codes "www.example.com" as RFC 7541 does', () => {
    assert.equal(huffmanEncode('www.example.com').toString('hex'), 'f1e3c2e5f23a6ba0ab90f4ff');
  });

  it('decodes what it encodes, for every byte there is', () => {
    const everyByte = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
    const text = everyByte.toString('latin1');
    const coded = huffmanEncode(text);
    assert.equal(huffmanDecode(coded, 0, coded.length), text);
  });

  it('decodes what it encodes, wherever it lies', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.nat(9), (bytes, offset) => {
        const text = Buffer.from(bytes).toString('latin1');
        const coded = Buffer.concat([Buffer.alloc(offset, 0xaa), huffmanEncode(text)]);
        assert.equal(coded.length - offset, huffmanBytes(text));
        assert.equal(huffmanDecode(coded, offset, coded.length), text);
      }),
    );
  });

  it('writes Latin-1 only', () => {
    assert.throws(() => huffmanEncode('日'), RangeError);
  });
});
