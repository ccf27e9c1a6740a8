import { deflateSync, inflateSync } from 'node:zlib';
import { CELL_COUNT, HIGHEST_NS, SIGNIFICANT_DIGITS } from './hdr-layout.ts';
import { LatencyHistogram } from './latency-histogram.ts';
import { MAX_ZIGZAG_BYTES, writeZigZag, ZigZagReader } from './zigzag.ts';

/**
 * HdrHistogram's V2 encoding: a 40-byte header, then every cell up to the last filled one as a
 * zigzag count, a run of n > 1 empty cells as −n; deflated behind an 8-byte header, in base64.
 * Source: org.HdrHistogram.AbstractHistogram#encodeIntoByteBuffer, #encodeIntoCompressedByteBuffer.
 */

// The 0x10 says that counts are zigzag words of variable length.
const COOKIE = 0x1c849313;
const COMPRESSED_COOKIE = 0x1c849314;
const HEADER_BYTES = 40;
const COMPRESSED_HEADER_BYTES = 8;
const LOWEST_NS = 1n;
/** No valid payload is longer; more is refused before it is unpacked. */
const MAX_PAYLOAD_BYTES = HEADER_BYTES + CELL_COUNT * MAX_ZIGZAG_BYTES;

/** Text that any HDR tool reads; the same counts give the same text. */
export function encodeHistogram(histogram: LatencyHistogram): string {
  const words = Math.max(0, histogram.lastCell - histogram.firstCell + 2);
  const plain = Buffer.allocUnsafe(HEADER_BYTES + words * MAX_ZIGZAG_BYTES);
  const end = writeCells(histogram, plain, HEADER_BYTES);
  plain.writeUInt32BE(COOKIE, 0);
  plain.writeUInt32BE(end - HEADER_BYTES, 4);
  plain.writeUInt32BE(0, 8); // index offset: cells are in plain order
  plain.writeUInt32BE(SIGNIFICANT_DIGITS, 12);
  plain.writeBigUInt64BE(LOWEST_NS, 16);
  plain.writeBigUInt64BE(BigInt(HIGHEST_NS), 24);
  plain.writeDoubleBE(1, 32); // factor from whole to fractional values
  const packed = deflateSync(plain.subarray(0, end));
  const header = Buffer.allocUnsafe(COMPRESSED_HEADER_BYTES);
  header.writeUInt32BE(COMPRESSED_COOKIE, 0);
  header.writeUInt32BE(packed.length, 4);
  return Buffer.concat([header, packed]).toString('base64');
}

function writeCells(histogram: LatencyHistogram, bytes: Uint8Array, start: number): number {
  const { cells, firstCell, lastCell } = histogram;
  let position = start;
  let empty = firstCell;
  for (let cell = firstCell; cell <= lastCell; cell += 1) {
    const count = cells[cell] as number;
    if (count === 0) {
      empty += 1;
      continue;
    }
    // A single empty cell is written as the count 0: −1 would mean the same, but no tool writes it.
    if (empty > 0) position = writeZigZag(bytes, position, empty === 1 ? 0 : -empty);
    empty = 0;
    position = writeZigZag(bytes, position, count);
  }
  return position;
}

export function decodeHistogram(text: string): LatencyHistogram {
  const histogram = new LatencyHistogram();
  addEncoded(histogram, text);
  return histogram;
}

/**
 * Adds what `text` holds. The range it was made for may differ, unit and digits may not.
 * Throws a RangeError when the text is no such histogram.
 */
export function addEncoded(histogram: LatencyHistogram, text: string): void {
  const plain = unpack(Buffer.from(text, 'base64'));
  const end = HEADER_BYTES + plain.readUInt32BE(4);
  const digits = plain.readUInt32BE(12);
  const lowest = plain.readBigUInt64BE(16);
  if (digits !== SIGNIFICANT_DIGITS || lowest !== LOWEST_NS) {
    throw new RangeError(
      `a histogram of ${digits} digits from ${lowest} up cannot be added to ours`,
    );
  }
  if (end > plain.length) throw new RangeError('the histogram is cut off');
  const reader = new ZigZagReader(plain, HEADER_BYTES, end);
  let cell = 0;
  while (!reader.done) {
    const word = reader.next();
    if (word > 0) histogram.addToCell(cell, word);
    cell += word < 0 ? -word : 1;
  }
}

/** Two encoded histograms as one. */
export function addTexts(a: string, b: string): string {
  const sum = decodeHistogram(a);
  addEncoded(sum, b);
  return encodeHistogram(sum);
}

function unpack(bytes: Buffer): Buffer {
  if (bytes.length < COMPRESSED_HEADER_BYTES || bytes.readUInt32BE(0) !== COMPRESSED_COOKIE) {
    throw new RangeError('not an HDR histogram in V2 compressed encoding');
  }
  const end = COMPRESSED_HEADER_BYTES + bytes.readUInt32BE(4);
  const plain = inflateSync(bytes.subarray(COMPRESSED_HEADER_BYTES, end), {
    maxOutputLength: MAX_PAYLOAD_BYTES,
  });
  if (plain.length < HEADER_BYTES || plain.readUInt32BE(0) !== COOKIE) {
    throw new RangeError('not an HDR histogram in V2 encoding');
  }
  return plain;
}
