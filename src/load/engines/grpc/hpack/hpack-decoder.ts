import { ERROR_CODE } from '../http2-codes.ts';
import { ProtocolViolation } from '../protocol-violation.ts';
import { DynamicTable } from './dynamic-table.ts';
import { fieldBytes, type HeaderField, headerField } from './header-field.ts';
import { huffmanDecode } from './huffman-decoder.ts';
import { FIRST_DYNAMIC_INDEX, STATIC_TABLE } from './static-table.ts';

/** Takes the headers of a block one after the other. */
export interface HeaderSink {
  header(field: HeaderField): void;
}

/** An integer of HPACK has at most this many bytes after its prefix: all of ours fit into 28 bits. */
const MAX_INTEGER_BYTES = 4;

/**
 * Header blocks → headers (RFC 7541). One for each connection: it keeps the dynamic table, so every
 * block has to pass through it, of forgotten streams too. Indexed headers allocate nothing.
 * Throws a ProtocolViolation when a block breaks the rules or its headers exceed `maxListBytes`.
 */
export class HpackDecoder {
  readonly #table: DynamicTable;
  readonly #maxTableBytes: number;
  readonly #maxListBytes: number;
  #bytes: Buffer = Buffer.alloc(0);
  #at = 0;
  #end = 0;

  constructor(maxTableBytes: number, maxListBytes: number) {
    this.#table = new DynamicTable(maxTableBytes);
    this.#maxTableBytes = maxTableBytes;
    this.#maxListBytes = maxListBytes;
  }

  /** Bytes that the dynamic table holds, counted as RFC 7541 §4.1 does. */
  get tableBytes(): number {
    return this.#table.bytes;
  }

  decode(bytes: Buffer, start: number, end: number, sink: HeaderSink): void {
    this.#bytes = bytes;
    this.#at = start;
    this.#end = end;
    let listBytes = 0;
    let mayResize = true;
    while (this.#at < this.#end) {
      const first = bytes[this.#at] as number;
      if ((first & 0xe0) === 0x20) {
        if (!mayResize) throw compressionError('a table size update stands after a header');
        this.#resize();
        continue;
      }
      mayResize = false;
      const field = first >= 0x80 ? this.#field(this.#integer(0x7f)) : this.#literal(first);
      listBytes += fieldBytes(field.name, field.value);
      if (listBytes > this.#maxListBytes) throw listTooLarge(this.#maxListBytes);
      sink.header(field);
    }
  }

  #resize(): void {
    const maxBytes = this.#integer(0x1f);
    if (maxBytes > this.#maxTableBytes) {
      throw compressionError(`a table size update to ${maxBytes}, over ${this.#maxTableBytes}`);
    }
    this.#table.resize(maxBytes);
  }

  /** RFC 7541 §6.2: with indexing 01xxxxxx, without 0000xxxx, never 0001xxxx. */
  #literal(first: number): HeaderField {
    const isIndexed = (first & 0x40) !== 0;
    const nameIndex = this.#integer(isIndexed ? 0x3f : 0x0f);
    const name = nameIndex === 0 ? this.#string() : this.#field(nameIndex).name;
    const field = headerField(name, this.#string());
    if (isIndexed) this.#table.add(field);
    return field;
  }

  #field(index: number): HeaderField {
    const field =
      index < FIRST_DYNAMIC_INDEX
        ? STATIC_TABLE[index]
        : this.#table.get(index - FIRST_DYNAMIC_INDEX);
    if (field === undefined) throw compressionError(`header index ${index} is in no table`);
    return field;
  }

  #string(): string {
    const isHuffman = this.#at < this.#end && (this.#bytes[this.#at] as number) >= 0x80;
    const length = this.#integer(0x7f);
    const start = this.#at;
    const end = start + length;
    if (end > this.#end) throw compressionError('a header ends outside its block');
    this.#at = end;
    return isHuffman
      ? huffmanDecode(this.#bytes, start, end)
      : this.#bytes.toString('latin1', start, end);
  }

  /** RFC 7541 §5.1; `mask` covers the prefix bits of the first byte. */
  #integer(mask: number): number {
    if (this.#at >= this.#end) throw compressionError('a header block ends too early');
    const prefix = (this.#bytes[this.#at++] as number) & mask;
    return prefix < mask ? prefix : this.#longInteger(mask);
  }

  #longInteger(mask: number): number {
    let value = mask;
    for (let count = 0; count < MAX_INTEGER_BYTES; count += 1) {
      if (this.#at >= this.#end) throw compressionError('a header block ends too early');
      const byte = this.#bytes[this.#at++] as number;
      value += (byte & 0x7f) * 128 ** count;
      if (byte < 0x80) return value;
    }
    throw compressionError('an integer in a header block is too large');
  }
}

function compressionError(what: string): ProtocolViolation {
  return new ProtocolViolation(ERROR_CODE.compressionError, what);
}

function listTooLarge(maxBytes: number): ProtocolViolation {
  return new ProtocolViolation(
    ERROR_CODE.enhanceYourCalm,
    `the headers of one answer exceed ${maxBytes} bytes`,
  );
}
