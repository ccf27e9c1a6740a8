import { HUFFMAN_CODES } from './huffman-code.ts';

/** Bytes that `huffmanEncode` would write for this Latin-1 text. */
export function huffmanBytes(text: string): number {
  let bits = 0;
  for (let at = 0; at < text.length; at += 1) {
    bits += HUFFMAN_CODES[text.charCodeAt(at)]?.length ?? 0;
  }
  return Math.ceil(bits / 8);
}

/** Latin-1 text → Huffman code, padded with the first bits of EOS (RFC 7541 §5.2). */
export function huffmanEncode(text: string): Buffer {
  const encoded = Buffer.alloc(huffmanBytes(text), 0xff);
  let bitAt = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = HUFFMAN_CODES[text.charCodeAt(at)];
    if (code === undefined) throw new RangeError(`not a Latin-1 text: ${text}`);
    for (let bit = code.length - 1; bit >= 0; bit -= 1) {
      if (((code.bits >>> bit) & 1) === 0) {
        encoded[bitAt >>> 3] = (encoded[bitAt >>> 3] as number) & ~(0x80 >>> (bitAt & 7));
      }
      bitAt += 1;
    }
  }
  return encoded;
}
