import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { HeaderField } from '../../../../../../src/load/engines/grpc/hpack/header-field.ts';
import { HpackDecoder } from '../../../../../../src/load/engines/grpc/hpack/hpack-decoder.ts';
import { HpackEncoder } from '../../../../../../src/load/engines/grpc/hpack/hpack-encoder.ts';
import { ProtocolViolation } from '../../../../../../src/load/engines/grpc/protocol-violation.ts';
import { HPACK_SERIES } from '../../../../../support/hpack-vectors.ts';

const MAX_LIST_BYTES = 64 * 1024;

function decode(decoder: HpackDecoder, block: Buffer): [string, string][] {
  const headers: [string, string][] = [];
  const header = ({ name, value }: HeaderField) => void headers.push([name, value]);
  decoder.decode(block, 0, block.length, { header });
  return headers;
}

function decodeHex(hex: string, decoder = new HpackDecoder(4096, MAX_LIST_BYTES)) {
  return decode(decoder, Buffer.from(hex, 'hex'));
}

describe('the examples of RFC 7541 appendix C', () => {
  const SINGLE = [
    [
      'C.2.1',
      '400a637573746f6d2d6b65790d637573746f6d2d686561646572',
      'custom-key',
      'custom-header',
    ],
    ['C.2.2', '040c2f73616d706c652f70617468', ':path', '/sample/path'],
    ['C.2.3', '100870617373776f726406736563726574', 'password', 'secret'],
    ['C.2.4', '82', ':method', 'GET'],
  ] as const;
  for (const [section, hex, name, value] of SINGLE) {
    it(`${section}: ${name}: ${value}`, () => assert.deepEqual(decodeHex(hex), [[name, value]]));
  }
  for (const { section, maxTableBytes, blocks } of HPACK_SERIES) {
    it(section, () => {
      const decoder = new HpackDecoder(maxTableBytes, MAX_LIST_BYTES);
      for (const { hex, headers, tableBytes } of blocks) {
        assert.deepEqual(decodeHex(hex, decoder), headers);
        assert.equal(decoder.tableBytes, tableBytes);
      }
    });
  }
});

describe('a header block', () => {
  it('may make the table smaller at its start, and larger again up to the limit', () => {
    const decoder = new HpackDecoder(4096, MAX_LIST_BYTES);
    decodeHex('4001610162', decoder);
    assert.equal(decoder.tableBytes, 34);
    decodeHex('20', decoder);
    assert.equal(decoder.tableBytes, 0);
    decodeHex('3fe11f4001610162', decoder);
    assert.equal(decoder.tableBytes, 34);
  });

  it('keeps a header without indexing, or never indexed, out of the table', () => {
    const decoder = new HpackDecoder(4096, MAX_LIST_BYTES);
    decodeHex('00016101621001630164', decoder);
    assert.equal(decoder.tableBytes, 0);
  });

  it('may hold an entry larger than the table, which then is empty', () => {
    const decoder = new HpackDecoder(64, MAX_LIST_BYTES);
    decodeHex('4001610162', decoder);
    const large = Buffer.concat([Buffer.from('4001617f00', 'hex'), Buffer.alloc(127, 'x')]);
    assert.equal(decode(decoder, large)[0]?.[1].length, 127);
    assert.equal(decoder.tableBytes, 0);
  });

  const BROKEN = [
    ['index 0', '80', /header index 0 is in no table/],
    ['an index behind both tables', 'be', /header index 62 is in no table/],
    ['a name index behind both tables', '7e0162', /header index 62 is in no table/],
    ['a table size above the limit', '3fe21f', /a table size update to 4097, over 4096/],
    ['a table size after a header', '8220', /stands after a header/],
    ['a text longer than the block', '40016105', /ends outside its block/],
    ['no value', '400161', /ends too early/],
    ['no name', '40', /ends too early/],
    ['an integer without an end', 'ff', /ends too early/],
    ['an integer of too many bytes', 'ff8080808080', /integer in a header block is too large/],
    ['a Huffman text that ends in a symbol', '0081800161', /ends in the middle of a symbol/],
    ['a Huffman text with a whole byte of padding', '00821fff0161', /middle of a symbol/],
    ['a Huffman text that holds EOS', '0084ffffffff0161', /holds EOS/],
  ] as const;
  for (const [what, hex, message] of BROKEN) {
    it(`is refused with ${what}`, () => {
      assert.throws(() => decodeHex(hex), { name: 'ProtocolViolation', message });
    });
  }

  it('is refused when its headers grow past the limit, from a few bytes too', () => {
    const decoder = new HpackDecoder(4096, 1000);
    decode(decoder, Buffer.concat([Buffer.from('4001617f00', 'hex'), Buffer.alloc(127, 'x')]));
    const bomb = Buffer.alloc(100, 0xbe);
    assert.throws(() => decode(decoder, bomb), /the headers of one answer exceed 1000 bytes/);
  });
});

describe('the decoder', () => {
  const latin1 = fc.string({
    unit: fc.integer({ min: 0, max: 255 }).map((c) => String.fromCharCode(c)),
  });
  const headerLists = fc.array(fc.array(fc.tuple(latin1, latin1), { maxLength: 8 }), {
    maxLength: 8,
  });

  it('reads whatever the encoder writes, list after list, at any table size', () => {
    fc.assert(
      fc.property(headerLists, fc.nat(400), fc.boolean(), (lists, maxTableBytes, huffman) => {
        const encoder = new HpackEncoder(maxTableBytes, huffman);
        const decoder = new HpackDecoder(maxTableBytes, MAX_LIST_BYTES);
        for (const list of lists) {
          assert.deepEqual(decode(decoder, encoder.encode(list).block), list);
        }
      }),
    );
  });

  it('answers any change of any example with headers or a ProtocolViolation', () => {
    const blocks = HPACK_SERIES.flatMap((series) => series.blocks);
    const mutation = fc.tuple(fc.nat(blocks.length - 1), fc.nat(200), fc.nat(255), fc.nat(200));
    fc.assert(
      fc.property(mutation, ([index, at, byte, cut]) => {
        const block = Buffer.from(blocks[index]?.hex ?? '', 'hex');
        block[at % block.length] = byte;
        try {
          decode(new HpackDecoder(256, 4096), block.subarray(0, cut + 1));
        } catch (error) {
          assert.ok(error instanceof ProtocolViolation, String(error));
        }
      }),
      { numRuns: 2000 },
    );
  });
});
